### Lo que corrigen las personas: en los informes y en la consola.

## Lo que corrigieron las personas

corrections-title = Personas y reglas
corrections-hint = Momentos que también juzgó una persona, según la regla que decidió antes.
corrections-rule = Juzgado por
corrections-moments = Momentos
corrections-agreed = La persona y la regla coinciden
corrections-no-rule = ninguna regla
corrections-cause = Causa señalada: { $cause }
corrections-void = Spam y duplicados, sin contar
corrections-none = Nadie ha corregido ni confirmado cómo se juzgó un momento.
why-corrections-title = Personas y reglas
why-corrections-text = Lo que una persona dice de un momento vale más que cualquier regla. Para cada regla, la tabla cuenta los momentos que decidió la regla y que también juzgó una persona, y cuántas veces coinciden, con el rango probable. Las personas miran sobre todo lo que parece mal, así que la proporción habla de lo que miraron y no de todo lo que juzgó la regla. Si una regla se corrige a menudo, conviene cambiarla.

corrections-by = { $who }, { $time }: { $reason }
corrections-correct = Corregir
corrections-page = Corregir cómo se juzgó
corrections-now = Cómo se juzga ahora
corrections-not-judged = Aún sin juzgar
corrections-said = Lo que dijeron las personas
corrections-same-as = Una persona dice: es el mismo que { $touchpoint }; no cuenta
corrections-take-back = Retirarla
corrections-taken-back = retirada
corrections-form = Su corrección
corrections-what = Qué es lo correcto
corrections-how-it-ended = Cómo terminó para el cliente
corrections-not-this = No debería contar aquí
corrections-whose-fault = Qué lo causó
corrections-other-customer = La experiencia de otro cliente
corrections-duplicate = El mismo que otro contacto
corrections-spam = Spam, una prueba o un bot
corrections-of = Si es un duplicado: el mismo que (fuente/id)
corrections-reason = Por qué
corrections-form-hint = Una corrección vale más que cualquier regla. Se guarda con su nombre y su motivo, y se puede retirar. Los casos y los informes cambian con ella.
corrections-full = Este contacto ya no admite más correcciones
corrections-known = Esa corrección ya existe y sigue valiendo
corrections-gone = No existe esa corrección
