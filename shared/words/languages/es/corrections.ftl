### Lo que corrigen las personas: en los informes y en la consola.

## Lo que corrigieron las personas

corrections-title = Personas y reglas
corrections-hint = Momentos que también juzgó una persona, según la regla que había decidido.
corrections-rule = Juzgado por
corrections-moments = Momentos
corrections-agreed = Persona y regla coinciden
corrections-no-rule = ninguna regla
corrections-cause = Causa señalada: { $cause }
corrections-void = Spam y repetidos, sin contar
corrections-none = Nadie corrigió ni confirmó un juicio.
why-corrections-title = Personas y reglas
why-corrections-text = Lo que una persona dice de un momento vale más que cualquier regla. La tabla cuenta, para cada regla, los momentos que decidió y que también juzgó una persona: cuántas veces dicen lo mismo, con el margen probable. Las personas miran lo que parece mal, así que la proporción habla de lo que miraron y no de todo lo que juzgó la regla. Una regla que se corrige a menudo es una regla que conviene cambiar.

corrections-by = { $who }, { $time }: { $reason }
corrections-correct = Corregir
corrections-page = Corregir un juicio
corrections-now = Así se juzga ahora
corrections-not-judged = Aún sin juzgar
corrections-said = Lo que dijeron las personas
corrections-same-as = Una persona dice: repite { $touchpoint }; no se cuenta
corrections-take-back = Retirarla
corrections-taken-back = retirada
corrections-form = Su corrección
corrections-what = Qué es lo correcto
corrections-how-it-ended = Cómo acabó para el cliente
corrections-not-this = No debe contar aquí
corrections-whose-fault = Qué lo causó
corrections-other-customer = La experiencia de otro cliente
corrections-duplicate = Repite otro contacto
corrections-spam = Spam, una prueba o un robot
corrections-of = Repite a (origen/id), si es un repetido
corrections-reason = Por qué
corrections-form-hint = Una corrección vale más que cualquier regla. Se guarda con su nombre y su motivo, y se puede retirar. Los casos y los informes la siguen.
corrections-full = Este contacto ya tiene todas las correcciones que puede tener
corrections-known = Ya lo había dicho, y sigue valiendo
corrections-gone = No existe esa corrección
