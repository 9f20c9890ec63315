# Todas las frases que lee una persona, en español. Se trata de usted. Los mensajes y sus argumentos son los de en.ftl;
# docs/glossary.md dice qué palabra corresponde a cada idea.

-language = Spanish

## Numbers, durations and dates

number-decimal-mark = ,
number-group-mark = {"."}
number-group-from = 5
percentage = { $number }{"\u00A0"}%
ordinal = { $place }.º
duration-seconds = { $count ->
         [one] { $count } segundo
        *[other] { $count } segundos
    }
duration-minutes = { $count ->
         [one] { $count } minuto
        *[other] { $count } minutos
    }
duration-hours = { $count ->
         [one] { $count } hora
        *[other] { $count } horas
    }
duration-days = { $count ->
         [one] { $count } día
        *[other] { $count } días
    }
ago = hace { $duration }
list = { $sound ->
         [i] { $names } e { $last }
        *[other] { $names } y { $last }
    }
month =
    .january = enero
    .february = febrero
    .march = marzo
    .april = abril
    .may = mayo
    .june = junio
    .july = julio
    .august = agosto
    .september = septiembre
    .october = octubre
    .november = noviembre
    .december = diciembre
month-short =
    .january = ene
    .february = feb
    .march = mar
    .april = abr
    .may = may
    .june = jun
    .july = jul
    .august = ago
    .september = sep
    .october = oct
    .november = nov
    .december = dic
weekday =
    .monday = lunes
    .tuesday = martes
    .wednesday = miércoles
    .thursday = jueves
    .friday = viernes
    .saturday = sábado
    .sunday = domingo
weekday-short =
    .monday = lun
    .tuesday = mar
    .wednesday = mié
    .thursday = jue
    .friday = vie
    .saturday = sáb
    .sunday = dom
date-long = { $weekday } { $day } de { $month } de { $year }
date-of-month = { $month } de { $year }
date-of-day = { $day } de { $month }
date-of-day-and-year = { $day } de { $month } de { $year }
date-span-of-month = { $first }–{ $last }
date-span = { $first } – { $last }
date-short = { $weekday } { $day } { $month }
date-short-and-year = { $weekday } { $day } { $month } { $year }
date-and-time = { $date }, { $time } ({ $zone })
period-week = Semana { $week } de { $year } ({ $days })
period-quarter = { $quarter }.º trimestre de { $year }

## Words that many places share

quoted = «{ $words }»
yes = sí
no = no
of = { $count } de { $of }
from-to = { $low } a { $high }
customer-named = Cliente { $customer }
case-named = Caso { $case }
severity-of-five = { $severity } de 5
unassigned = Sin asignar

## The judgement: stages, outcomes, ratings

stage-zero = Búsqueda (cero)
stage-first = Encuentro (primero)
stage-second = Uso (segundo)
stage-ultimate = Opinión (último)
outcome-misery = mala experiencia
outcome-average = normal
outcome-magic = magia
outcome-unknown = desconocido
method-correction = una persona
method-explicit = el remitente
method-rating = la valoración
method-gap = la comparación entre lo prometido y lo recibido
method-operational = los tiempos y la resolución
method-text = las palabras del cliente
verdict-good = mejor de lo esperado
verdict-okay = como esperaba
verdict-bad = peor de lo esperado
rating =
    .csat = satisfacción
    .ces = facilidad
    .stars = estrellas
    .nps = probabilidad de recomendar
    .verdict = opinión
dimension-listened = la escucha
dimension-options = las opciones ofrecidas
dimension-accompanied = el acompañamiento
dimension-empathy = la empatía
dimension-transparency = la transparencia
dimension-communication = la claridad de la comunicación
promise-open = pendiente
promise-kept = cumplida
promise-exceeded = superada
promise-broken = incumplida
promise-expired = vencida
facet-due-at = hora prometida
clause-first-contact = Primer contacto registrado con su servicio
clause-first-exchange = Primera vez que el cliente recibe lo que compró
clause-broken-promise = Se incumplió claramente una promesa
clause-importance = Este tipo de contacto importa mucho
clause-repeat = Este cliente tuvo otro problema hace poco
clause-public = Otras personas pudieron verlo

## Reasons of a judgement

reason-stage-sent = El remitente indicó la etapa
reason-stage-by-type = Este tipo de contacto pertenece a esta etapa
reason-stage-before-purchase = Ocurrió antes de cualquier compra
reason-stage-after-purchase = Ocurrió después de una compra
reason-stage-about = Pertenece a la etapa del momento al que se refiere
reason-stage-by-channel = Este tipo no está en el catálogo: la etapa se deduce del canal ({ $channel }) y del recorrido hasta ese momento
reason-stage-by-words = Este tipo no está en el catálogo: la etapa se deduce de las palabras del cliente ({ $percent } de certeza)
reason-asks-for-help = El cliente pide ayuda y no da una opinión ({ $percent } de certeza)
reason-stage-by-journey = Este tipo no está en el catálogo: la etapa se deduce del recorrido hasta ese momento
reason-explicit = El remitente indicó cómo terminó
reason-csat = Satisfacción: { $given } de 5
reason-stars = Estrellas: { $given } de 5
reason-ces = Facilidad: { $given } de 7
reason-verdict = El cliente dijo: { $verdict }
reason-nps = Probabilidad de recomendar tras este momento: { $given } de 10
reason-rated-on = Valoración en la escala del remitente: { $rating } { $given } de { $highest }
reason-rated-on-reversed = Valoración en la escala del remitente: { $rating } { $given } de { $highest }; un número bajo es bueno
reason-off-scale = Valoración ignorada: fuera de la escala del remitente ({ $rating })
reason-dimension = Nota baja en { $dimension }: { $given } de 5
reason-gap = { $way ->
         [less] En conjunto, menos de lo prometido ({ $gap }, de −1 a +1)
         [more] En conjunto, más de lo prometido ({ $gap }, de −1 a +1)
        *[same] En conjunto, lo prometido
    }
reason-facet-missed = Menos de lo prometido: { $facet } ({ $gap })
reason-facet-kept = Tal como se prometió: { $facet }
reason-facet-exceeded = Más de lo prometido: { $facet } ({ $gap })
reason-extra = No se prometió, pero se recibió: { $facet }
reason-facets-unreported = { $count ->
         [one] No se sabe si se cumplió { $count } promesa
        *[other] No se sabe si se cumplieron { $count } promesas
    }
reason-facets-not-comparable = { $count ->
         [one] { $count } promesa no se pudo comparar con lo recibido
        *[other] { $count } promesas no se pudieron comparar con lo recibido
    }
reason-on-time = A tiempo
reason-late = { $by } de retraso (se tolera hasta { $tolerated })
reason-early = { $by } de adelanto, y aquí, cuanto antes, mejor
reason-late-tolerated = { $by } de retraso, dentro de lo tolerado ({ $tolerated })
reason-unresolved = El problema no se resolvió
reason-resolved-by-customer = El cliente dijo que el problema se resolvió
reason-reopened = { $count ->
         [one] Reabierto { $count } vez (tolerado: { $tolerated })
        *[other] Reabierto { $count } veces (tolerado: { $tolerated })
    }
reason-reopened-tolerated = { $count ->
         [one] Reabierto { $count } vez, dentro de lo tolerado ({ $tolerated })
        *[other] Reabierto { $count } veces, dentro de lo tolerado ({ $tolerated })
    }
reason-not-reopened = No se reabrió
reason-abandoned = El cliente desistió
reason-completed = El cliente lo completó
reason-acknowledged = Primera respuesta tras { $after } (objetivo: { $target })
reason-slow-acknowledgement = Primera respuesta lenta: { $after } (objetivo: { $target })
reason-greeted = Saludo de una persona tras { $after } (objetivo: { $target })
reason-slow-greeting = Saludo tardío de una persona: { $after } (objetivo: { $target })
reason-complaint = El cliente se quejó
reason-transferred = { $count ->
         [one] Transferido { $count } vez (a partir de { $limit } son demasiadas)
        *[other] Transferido { $count } veces (a partir de { $limit } son demasiadas)
    }
reason-few-transfers = { $count ->
         [one] Transferido { $count } vez (es un problema a partir de { $limit })
        *[other] Transferido { $count } veces (es un problema a partir de { $limit })
    }
reason-promise-overdue = El cliente tuvo que reclamar algo que llevaba { $by } de retraso (se tolera hasta { $tolerated })
reason-laborious = Un problema en sí mismo: { $kind }
reason-read = Según las palabras del cliente: { $outcome } ({ $percent } de certeza)
reason-words-unclear = Las palabras del cliente no dicen cómo terminó
reason-words-ask = El cliente solo hizo una pregunta
reason-also = No todo coincide. Según { $method }: { $outcome }
reason-also-rated = Otra valoración dice lo contrario: { $rating }, { $given }
reason-nps-only = El cliente solo dijo con qué probabilidad recomendaría su empresa: eso valora la relación, no este momento
reason-nothing-said = Aún no hay valoración ni resultado
reason-journey-too-long = El recorrido es demasiado largo: este momento se juzgó por separado
reason-earlier-summarized = Recorrido largo: se juzgó con los contactos más recientes y un resumen de los { $count } anteriores
reason-first-on-record = Primer contacto registrado con su servicio
reason-known-since = Ya era cliente antes del primer contacto registrado
reason-about-missing = El contacto al que se refiere aún no ha llegado
reason-claimed = Sin verificar: nada demuestra que lo enviara este cliente
reason-claims-flood = Sin aviso: ese día llegaron más de { $count } mensajes sin verificar a nombre de este cliente, todos con la misma clave
reason-history = Sin aviso: importado como historial
reason-corrected = Una persona dice: { $outcome }
reason-corrected-somehow = Una persona corrigió cómo terminó
reason-ruled = Sin la corrección, según { $method }: { $outcome }
reason-ruled-nothing = Ninguna regla decía cómo terminó
reason-blamed = Una persona señala la causa: { $cause }
reason-set-aside-spam = Una persona dice: spam, una prueba o un bot; no cuenta
reason-set-aside-duplicate = Una persona dice: es el mismo que otro contacto; no cuenta
reason-set-aside-other = Una persona dice: le pasó a otro cliente
reason-set-aside-somehow = Una persona dice que no es la experiencia de este cliente
reason-taken-back = Una persona retiró una corrección
reason-rating-doubtful = La nota y las palabras se contradicen: la nota sola no basta para que sea crítico
reason-silent-friction = { $count } problemas de { $kinds } tipos en dos semanas y ninguna queja
reason-silent-broken-promise = Se incumplió una promesa hace poco y el cliente no se quejó
reason-silent-expired-promise = Hace poco pasó una hora prometida, sin resultado y sin queja
reason-echo = Es el mismo problema de un momento anterior, no uno nuevo
reason-promise-expired = Pasó la hora prometida y nadie informó de que se hubiera cumplido (se tolera hasta { $tolerated })
reason-done-in-time = Se cumplió a tiempo, aunque se comunicó más tarde
reason-promise-cancelled = Para entonces el pedido ya estaba cancelado
reason-promise-moved = Para entonces ya se había prometido otra hora
weight-clause = { $clause } { $points }
weight-repeat = { $count } fallos recientes { $points }
weight-waiting = Sigue esperando, { $by } después de la hora prometida { $points }
weight-promised = Prometido hace { $since } { $points }
weight-late = { $by } de retraso { $points }
weight-came = Llegó tarde, pero llegó { $points }
weight-words = Las palabras son claras ({ $percent } de certeza) { $points }
weight-score = La peor nota { $points }
weight-decisive = Decisivo para este cliente { $points }
weight-many = Muchos fallos recientes: { $count } { $points }
weight-told = El cliente nos lo dijo { $count } veces { $points }
weight-silent = El cliente aún no ha dicho nada { $points }
weight-value = Mucho valor en juego { $points }

## Cases

case-open = abierto
case-acknowledged = asumido
case-contacted = cliente contactado
case-resolved = resuelto
case-verified = verificado por el cliente
case-lost = perdido
overdue-acknowledge = Fuera de plazo: nadie ha asumido este caso
overdue-contact = Fuera de plazo: nadie ha contactado con el cliente
overdue-resolve = Fuera de plazo: este caso sigue sin resolver
action-acknowledge = Me encargo
action-contact = Cliente contactado
action-resolve = Resolver
action-show = Abrir el caso
action-lose = Dar por perdido
action-assign = Pasar a otra persona
happened =
    .opened = abierto
    .joined = otro problema del mismo cliente
    .reopened = reabierto
    .acknowledged = asumido
    .assigned = pasado a otra persona
    .contacted = cliente contactado
    .resolved = resuelto
    .verified = verificado por la siguiente valoración del cliente
    .lost = cliente perdido
    .escalated = escalado
    .undone = paso deshecho
medium =
    .phone = por teléfono
    .email = por correo electrónico
    .chat = por chat
    .in_person = en persona
    .letter = por carta
    .other = de otra forma
no-case =
    .history = Sin caso: importado como historial
    .claims = Sin caso: se superó el límite de avisos por mensajes sin verificar
    .old = Sin caso: ya era demasiado antiguo para un aviso cuando Moments lo juzgó
transition-opened = Caso nuevo
transition-joined = Otro problema en un caso abierto
transition-reopened = Caso reabierto

## Messages to the team's channels

gathered = { $count ->
         [one] { $count } caso nuevo en { $duration }
        *[other] { $count } casos nuevos en { $duration }
    }
gathered-overdue = { $count ->
         [one] { $count } caso fuera de plazo
        *[other] { $count } casos fuera de plazo
    }
message-stage = Etapa
message-touchpoint = Tipo de contacto
message-list =
    { $count ->
        [one] { $count } caso para la lista de hoy
       *[other] { $count } casos para la lista de hoy
    }
message-list-mild = Su gravedad es menor que { $from }; por eso esperaron a la lista. Cada uno tiene su propio caso.
message-list-capacity = El equipo ya tenía sus { $cases } casos del día; por eso estos esperaron a la lista. Cada uno tiene su propio caso.
message-list-silenced = Los avisos de estos casos estaban silenciados: { $reason } ({ $by }). Cada uno tiene su propio caso.
message-closed = El caso se cerró automáticamente: no se incumplió ninguna promesa
message-closed-in-time = El caso se cerró automáticamente: la promesa se cumplió a tiempo, aunque se comunicó tarde
message-closed-cancelled = El caso se cerró automáticamente: para entonces el pedido ya estaba cancelado
message-closed-corrected = Caso cerrado: una persona corrigió cómo se juzgó
message-closed-moved = El caso se cerró automáticamente: para entonces ya se había prometido otra hora
message-closed-about = El caso se cerró automáticamente: { $about } · no se incumplió ninguna promesa
message-taken = { $name } se ocupa del caso
message-taken-about = { $name } se ocupa del caso: { $about }
message-undone = { $name } ha deshecho el último paso: el caso vuelve al estado «{ $state }»
message-undone-about = { $name } ha deshecho el último paso: { $about } vuelve al estado «{ $state }»
message-when = Cuándo
message-severity = Gravedad
message-value = Valor en riesgo
message-channel = Canal
message-state = Estado
message-owner = Responsable
message-actor = Por
message-due = Vencía
message-opened = Abierto
message-critical = Por qué es crítico
message-judged = Cómo se juzgó
message-promised = Prometido y recibido
message-before = Contactos anteriores
message-not-verified = sin verificar
message-place-in-journey = { $place } del recorrido
message-deciding-words = Palabras decisivas
message-promise-ends = Una promesa está a punto de vencer
message-promised-by = Prometido para
message-promise = Promesa
message-promise-hint = Todavía se puede cumplir. Si para entonces nadie informa de que se cumplió, se abrirá un caso.
message-promise-promised = prometido
message-promise-received = recibido
message-promise-unknown = resultado desconocido
message-time-before = { $duration } antes
message-grouped = Agrupados en un solo mensaje. Cada uno tiene su propio caso.
message-grouped-overdue = Agrupados en un solo mensaje.
message-first = Primero
message-last = Último
message-kinds = Tipos de contacto
message-other-kinds = { NUMBER($count) } × otros tipos
message-worst = Los más graves
message-open-queue = Abrir la cola
message-report = Informe { $period }
message-open-report = Abrir el informe
message-channel-disabled = El canal { $channel } está desactivado
message-channel-disabled-why = Su dirección responde que ya no existe (410). No se le envía nada más.
message-channel-dead = Moments ha dejado de intentar enviar un mensaje al canal { $channel }
message-channel-dead-why = El mensaje falló demasiadas veces. Se conserva y usted puede reenviarlo. Puede haber más: esta notificación llega una vez al día.
message-shortened = … recortado: era demasiado largo
message-open-in-app = Moments tiene un mensaje para su equipo. Ábralo en una aplicación que muestre tarjetas.

## Pages about cases

case-title = Caso { $case }
case-customer = cliente { $customer }
case-of = Caso { $case } · cliente { $customer }
case-next-step = Plazo
case-due-acknowledge = Asumir antes del { $time }
case-due-contact = Contactar con el cliente antes del { $time }
case-due-resolve = Resolver antes del { $time }
case-silenced = Sin aviso hasta { $until }: { $reason } ({ $by })
case-your-name = Su nombre
case-how = Cómo
case-said = Qué se habló
case-new-owner = Nuevo responsable
case-note = Nota
case-cause = Causa
case-choose = Elija una
case-likely = Probables
case-others = Todas las demás
case-done = Qué se hizo
case-gesture = Gesto con el cliente, si lo hubo
case-gesture-example = un postre gratis
case-cost = Coste
case-currency = Moneda
case-resolved-button = Resuelto
case-what-happened = Qué pasó
case-history = Historial
case-missing = Abra el caso desde un mensaje más reciente o desde la cola.
case-page = Caso
case-touchpoint = contacto
case-is-of = { $who } tiene este caso. Estado: { $state }.
case-is = Estado de este caso: { $state }.
link-used = Este enlace ya se usó. Funciona una sola vez.
link-expired = Este enlace ha caducado
link-wrong = Este enlace no funciona
link-failed = No ha funcionado; inténtelo de nuevo
link-report-expired = El enlace al informe de { $period } ha caducado.
reports-first = Desde
reports-last = Hasta
reports-pick = Mostrar el informe
reports-missing = Los números siguen ahí. Abra el informe con una clave de lectura o pregunte a la persona que le envió el enlace.
queue-title = Casos abiertos
queue-empty = No hay casos abiertos.
queue-order = Los más graves primero.
queue-more = Hay más casos de los que muestra esta página.

## Pages for visitors

form-error-title = No se pudo enviar el formulario
form-error-what-to-do = No se ha guardado nada. Vuelva atrás, corrija lo siguiente y envíelo de nuevo.
thanks-title = Gracias
thanks-text = Hemos recibido su mensaje. Puede cerrar esta página.
underway-title = Preparando el informe
underway-text = { NUMBER($ready) } de { NUMBER($days) } días están listos. Esta página se actualiza sola.
reports-title = Informes
reports-open = en curso
reports-weeks = Semanas
reports-months = Meses
reports-days = Días
reports-quarters = Trimestres
reports-years = Años

## What is wrong with a field

complaint-missing = falta
complaint-empty = está vacío
complaint-too-long = tiene más de { $limit } caracteres
complaint-cut = tiene más de { $limit } caracteres y se ha cortado ahí
complaint-nobody = no nombra a nadie
complaint-clock-ahead = el reloj del remitente va { $seconds } s adelantado; sus horas se han corregido
complaint-misspelt = campo desconocido; ¿quería decir { $field }? Ponga sus propios campos en { $own }
complaint-twice-as = se envió dos veces, también como { $field }, con valores distintos
complaint-twice = se envió dos veces
complaint-whole-and-parts = se envió entero y también por partes
complaint-unknown-field = campo desconocido
complaint-unknown-field-of-touchpoint = campo desconocido; ponga los campos propios dentro de { $field }
complaint-not-text = debe ser un texto
complaint-not-object = debe ser un objeto
complaint-not-flag = debe ser sí o no (true o false)
complaint-not-one-of = debe ser uno de estos valores: { $values }
complaint-not-whole = debe ser un número entero de { $low } a { $high }
complaint-not-number = debe ser un número de { $low } a { $high }
complaint-not-facet = debe ser un número, una palabra de { $limit } caracteres como máximo, true o false
complaint-not-time = debe ser una fecha y hora RFC 3339 con su zona, como { $example }
complaint-not-name = debe ser un nombre de letras a-z, cifras y _, que empiece por una letra
complaint-not-snake-case = debe estar en snake_case: a-z, 0-9 y _, y empezar por una letra
complaint-not-language = debe ser el código de un idioma, como { $example }
complaint-not-address = debe ser una dirección completa, con http o https
complaint-not-currency = debe ser un código de moneda ISO 4217, como { $example }
complaint-name-length = debe tener un nombre de { $low } a { $high } caracteres
complaint-names-length = debe tener nombres de { $low } a { $high } caracteres
complaint-no-staff = debe nombrar un identificador o un equipo
complaint-many-facets = tiene más de { $limit } facetas
complaint-many-entries-at-one-level = tiene más de { $limit } entradas en un nivel
complaint-many-entries = tiene más de { $limit } entradas
complaint-too-deep = está anidado más de { $limit } niveles
complaint-number-out-of-range = es un número demasiado grande o demasiado pequeño
complaint-too-small = es demasiado pequeño
complaint-future-minutes = queda más de { $limit } minutos en el futuro
complaint-future-years = queda más de { $limit } años en el futuro
complaint-past-hours = queda más de { $limit } horas en el pasado
complaint-before-year = es anterior al año { $year }
complaint-more = y { NUMBER($count) } más
complaint-needs-secret = necesita una clave de escritura secreta
complaint-too-large = el contacto ocupa más de { $limit } bytes
complaint-not-touchpoint = un contacto debe ser un objeto
complaint-cannot-be-stored = contiene un valor que no se puede guardar
complaint-not-json = no se puede escribir como JSON

## Names of touchpoint types and channels

touchpoint-type =
    .search = búsqueda
    .comparison = comparación
    .ad_click = clic en un anuncio
    .review_read = reseña leída
    .recommendation_heard = recomendación recibida
    .site_visit = visita al sitio web
    .store_visit = visita a la tienda
    .location_visit = visita al local
    .sign_up = registro
    .quote = presupuesto
    .demo = demostración
    .greeting = saludo
    .support_contact = contacto con atención al cliente
    .purchase = compra
    .delivery = entrega
    .onboarding = puesta en marcha
    .product_use = uso del producto
    .billing = facturación
    .complaint = queja
    .return = devolución
    .follow_up = seguimiento
    .survey = encuesta
    .review = reseña
    .social_post = publicación en redes
    .referral = recomendación a otra persona
    .content_seen = contenido visto
    .newsletter_read = boletín leído
    .brochure_read = folleto leído
    .price_check = consulta de precio
    .availability_check = consulta de disponibilidad
    .directions_lookup = consulta de cómo llegar
    .app_install = instalación de la aplicación
    .self_service = autoservicio
    .page_error = error de página
    .form_error = error de formulario
    .form_abandoned = formulario abandonado
    .cart_abandoned = carrito abandonado
    .login_failed = inicio de sesión fallido
    .app_crash = cierre inesperado de la aplicación
    .fitting = prueba del producto
    .out_of_stock = producto agotado
    .queue_left = cola abandonada
    .store_closed = tienda cerrada
    .trial = periodo de prueba
    .appointment = cita
    .appointment_missed = cita a la que faltamos
    .phone_call = llamada telefónica
    .callback = devolución de llamada
    .chat_session = conversación por chat
    .sms_exchange = conversación por SMS
    .email_exchange = conversación por correo electrónico
    .social_message = mensaje en redes
    .letter_exchange = carta
    .call_dropped = llamada cortada
    .bot_loop = sin salida del asistente automático
    .message_unanswered = mensaje sin respuesta
    .asked_again = tuvo que repetir la petición
    .handover = traspaso acompañado
    .gesture = gesto con el cliente
    .staff_observation = observado por el personal
    .renewal = renovación
    .order_change = cambio de pedido
    .pickup = recogida
    .installation = instalación
    .delivery_delayed = entrega retrasada
    .promise_expired = promesa vencida
    .delivery_missed = entrega fallida
    .outage = interrupción del servicio
    .repair = reparación
    .cancellation = cancelación
    .payment_failed = pago fallido
    .refund = reembolso
    .price_change = cambio de precio
    .testimonial = testimonio
    .identify = identificación
channel =
    .web = web
    .store = tienda
    .phone = teléfono
    .chat = chat
    .sms = SMS
    .email = correo electrónico
    .social = redes sociales
    .app = aplicación
    .post = correo postal
    .delivery = reparto
    .billing = facturación
    .search = buscador
    .ad = anuncio
    .review_site = sitio de reseñas

## Reports: numbers and comparisons

report-too-few = muy pocos
report-not-measurable = no medible
report-read-as = { $counts }, según las palabras de los clientes
report-too-few-answers = muy pocas
report-likely = probable: { $range }
report-count-and-percent = { $counts } ({ $percent })
report-count-and-likely = { $counts } ({ $percent }, probable: { $range })
report-points = { $points } puntos
report-rose = subió
report-fell = bajó
report-could-be-chance = puede deberse al azar
report-too-few-to-compare = muy pocos para comparar
report-customers = { $count ->
         [one] { $count } cliente
        *[other] { $count } clientes
    }
report-moments = { $count ->
         [one] { $count } momento
        *[other] { $count } momentos
    }
report-critical-count = { $count ->
         [one] { $count } crítico
        *[other] { $count } críticos
    }
report-before = antes: { $before }
report-now-and-before = { $now } (antes: { $before })
report-about = unos { $count }
report-voice-unsolicited = sin encuestar
report-voice-solicited = encuestados
report-voice-staff = observado por el personal
report-channel-not-named = Sin indicar
report-other-channels = Otros canales
report-other-kinds = otros tipos
report-all-customers = Todos los clientes
report-broken-promises = Promesas incumplidas
report-facet-due = la hora prometida
report-happened =
    .opened = abiertos
    .joined = con otro problema
    .escalated = escalados
    .reopened = reabiertos
    .acknowledged = asumidos
    .contacted = con el cliente contactado
    .resolved = resueltos
    .verified = verificados por la siguiente valoración
    .lost = con el cliente perdido
report-scale-csat = CSAT
report-scale-ces = CES
report-scale-nps = NPS
report-scale-stars = Estrellas
report-scale-verdict = Bien, normal, mal
report-scale-of-five = proporción de 4 y 5 sobre 5
report-scale-of-seven = proporción de 5 a 7 sobre 7; 7 es fácil
report-scale-of-nps = promotores (9–10) menos detractores (0–6)
report-scale-of-verdict = proporción de «bien»

## Reports: the verdict and the notes

report-verdict-no-moments = No hay momentos en este periodo.
report-verdict-nothing-before = Aún no hay con qué comparar: el periodo anterior no tiene momentos.
report-verdict-too-few = Muy pocos clientes con resultado conocido para comparar con el periodo anterior.
report-verdict-short = Clientes con una mala experiencia: { $rate }. Hacen falta ocho semanas para saber qué es normal.
report-verdict-worse = Peor. { $now } tuvieron una mala experiencia; en el periodo anterior, { $before }.
report-verdict-better = Mejor. { $now } tuvieron una mala experiencia; en el periodo anterior, { $before }.
report-verdict-same = Sin cambios claros. { $now } tuvieron una mala experiencia; en el periodo anterior, { $before }. Puede deberse al azar.
report-verdict-same-overall = En conjunto, sin cambios claros. { $now } tuvieron una mala experiencia; en el periodo anterior, { $before }. Puede deberse al azar.
report-verdict-kinds-worse = Ha empeorado: { $kinds }.
report-verdict-kinds-better = Ha mejorado: { $kinds }.
report-verdict-asked-worse = Las encuestas empeoraron: { $now } tuvieron una mala experiencia; antes, { $before }.
report-verdict-asked-better = Las encuestas mejoraron: { $now } tuvieron una mala experiencia; antes, { $before }.
report-of-customers = { $count } de { $of } clientes ({ $percent })
report-of-customers-asked = { $count } de { $of } clientes encuestados ({ $percent })
report-coverage = { $moments } de { $customers }; resultado conocido en { $judged }
report-note-day-open = El día no ha terminado; los números cambiarán
report-note-period-open = El periodo no ha terminado (día { $begun } de { $days }); los números cambiarán
report-note-judged-again = Algunos momentos se volvieron a juzgar después de enviar este informe el { $day }; estos números son los actuales
report-note-came-late = Después de enviar este informe el { $day } han llegado más datos ({ $moments }); estos números ya los incluyen
report-note-no-data = Sin datos el { $days }
report-note-no-data-days = { $count ->
         [one] { $count } día sin datos, el primero el { $first }
        *[other] { $count } días sin datos, el primero el { $first }
    }
report-note-corrected = { $moments ->
        [one] { $moments } momento corregido por personas
       *[other] { $moments } momentos corregidos por personas
    }; estos números ya incluyen las correcciones
report-note-corrected-and-void = { $moments ->
        [one] { $moments } momento corregido por personas
       *[other] { $moments } momentos corregidos por personas
    }; de ellos, excluidos por ser spam o duplicados: { $void }
report-note-nothing-before = El periodo anterior no tiene momentos, así que no hay comparación
report-note-gaps-before = El periodo anterior no tiene datos en { $days } de sus { $of } días; la comparación usa los demás
report-note-silent = «{ $source }» ha dejado de enviar: nada en este periodo, { $before } en el anterior
report-note-silent-since = «{ $source }» ha dejado de enviar: nada desde el { $day } ({ $duration }), { $before } en los mismos días del periodo anterior
report-note-sampled = Algunas proporciones se basan en una muestra aleatoria de al menos el { $percent } de los clientes
report-note-rare-kinds = Los tipos de contacto menos frecuentes se cuentan juntos: { $moments }

## Reports: notice to the channels

report-notice-cases = Casos: { $cases }.
report-notice-open = { $count ->
         [one] { $count } abierto ahora
        *[other] { $count } abiertos ahora
    }
report-overdue-none = Ningún caso está fuera de plazo.
report-overdue = { $count ->
         [one] { $count } caso está fuera de plazo.
        *[other] { $count } casos están fuera de plazo.
    }
report-overdue-worth = { $count ->
         [one] { $count } caso está fuera de plazo.
        *[other] { $count } casos están fuera de plazo.
    } Valor en riesgo: { $value }.

## Reports: monitoring

monitoring-plurals =
    .billing = facturas
    .complaint = quejas
    .delivery = entregas
    .demo = demostraciones
    .follow_up = seguimientos
    .greeting = saludos
    .product_use = usos del producto
    .purchase = compras
    .quote = presupuestos
    .return = devoluciones
    .review = reseñas
    .sign_up = registros
    .site_visit = visitas al sitio web
    .social_post = publicaciones en redes
    .store_visit = visitas a la tienda
    .support_contact = contactos con atención al cliente
    .survey = respuestas de encuesta
monitoring-kind = momentos de tipo { $name }
monitoring-late = { $share } de { $what } con retraso ({ $counts })
monitoring-arrived = de lo que llegó ({ $what }), { $share } con retraso ({ $counts })
monitoring-bad = { $share } de { $what } con mala experiencia ({ $counts })
monitoring-asked = { $share } de { $what } con mala experiencia en las encuestas ({ $counts })
monitoring-promise = { $share } de las promesas sobre { $what } no se cumplieron ({ $counts })
monitoring-counts = { $bad } de { $of }
monitoring-up = por encima de lo normal ({ $range })
monitoring-down = por debajo de lo normal ({ $range })
monitoring-back = de nuevo dentro de lo normal ({ $range })
monitoring-too-few = fuera de lo normal desde la semana del { $day }; son muy pocos para decir si sigue así
monitoring-normal = lo normal es { $range }
monitoring-outside = un poco fuera de lo normal ({ $range }); en una sola semana puede deberse al azar
monitoring-since = desde la semana del { $day }
monitoring-seasonal = puede deberse a la temporada
monitoring-season = temporada: { $name }
monitoring-missed = objetivo de { $target } incumplido desde la semana del { $day }
monitoring-above = por encima del objetivo de { $target }
monitoring-above-perhaps = por encima del objetivo de { $target }; puede deberse al azar
monitoring-kept = objetivo de { $target } cumplido
monitoring-calm = Nada ha salido de su rango normal. { $level }
monitoring-unclear = No hay ningún cambio claro. { $level }
monitoring-so-far = En lo que va de semana: { $level }
monitoring-more = { $number } más abajo.
monitoring-evidence = Desde entonces: { $counts } ({ $share }). Antes: { $before }.
monitoring-title = Semana a semana
monitoring-how = cómo se detecta un cambio
monitoring-others = Todo lo demás que se vigila ({ $number })
monitoring-moments = ver los momentos
monitoring-scale = de 0 a { $top }
monitoring-why = La franja es donde suelen estar 19 de cada 20 semanas, según las anteriores. La línea discontinua es el objetivo. Solo se avisa de un cambio si es muy improbable que se deba al azar: en promedio, media falsa alarma al año entre todo lo que se vigila. Semanas conocidas: { $number }.

## Informes: el titular y las tarjetas

plain-nothing = No llegó nada.
plain-unknown = Nadie dijo cómo fue.
plain-nobody = Ningún cliente quedó descontento.
plain-few = { $count ->
         [one] { $count } de { $of } clientes quedó descontento.
        *[other] { $count } de { $of } clientes quedaron descontentos.
    }
plain-late-more = Más retrasos de lo habitual: { $what }.
plain-late-fewer = Menos retrasos de lo habitual: { $what }.
plain-late-missed = Demasiados retrasos: { $what }.
plain-promise-more = Más promesas incumplidas de lo habitual: { $what }.
plain-promise-fewer = Menos promesas incumplidas de lo habitual: { $what }.
plain-promise-missed = Demasiadas promesas incumplidas: { $what }.
plain-bad-more = Más clientes descontentos de lo habitual: { $what }.
plain-bad-fewer = Menos clientes descontentos de lo habitual: { $what }.
plain-bad-missed = Demasiados clientes descontentos: { $what }.
plain-back = De vuelta a lo normal: { $what }.
plain-calm = No pasó nada fuera de lo normal.
plain-unclear = No hay ningún cambio claro.
plain-perhaps = { $sentence } Puede deberse al azar.
plain-so-far = Hasta ahora: { $sentence }
front-number-customers = de los clientes tuvieron una mala experiencia ({ $counts })
front-cards = Qué hacer primero
front-card-times = { $what }: llegó tarde o no llegó
front-card-times-rate = Se incumplieron { $rate } horas prometidas
front-card-rate = { $rate } clientes tuvieron una mala experiencia
front-whom = A quién
front-whom-segment = Sobre todo a { $name }: { $here }. A los demás: { $elsewhere }.
front-whom-channel = Sobre todo por { $name }: { $here }. Por los demás: { $elsewhere }.
front-why = Por qué
front-told = { $count ->
         [one] { $count } mala reseña o queja habla de ello
        *[other] { $count } malas reseñas y quejas hablan de ello
    }
front-stake = En juego
front-phrase = { $phrase } ({ $here }; los demás: { $elsewhere })
front-weeks-counted = { $count ->
         [one] esta semana
        *[other] últimas { $count } semanas
    }
front-others-say = Las demás dicen: { $phrases }.
front-writing = Valoraciones con comentario: malas, { $unhappy }; las demás, { $others }.
front-read = El comentario coincide con la nota: { $languages }.
staff-teams-title = Causas por equipo
staff-teams-hint = Casos resueltos según el equipo que atendió al cliente, y sus causas. Nunca por persona.
staff-team = Equipo
staff-coach = { $cause } ({ $part }, para formación)
staff-gestures-title = Gestos y sus resultados
staff-given = Gesto
staff-resolved = Casos resueltos
staff-cost = Coste
staff-verified = Casos terminados que el cliente confirmó
staff-nothing-given = Ninguno
staff-advocates = { $count ->
         [one] Elogios públicos de clientes después de un fallo: { $count }.
        *[other] Elogios públicos de clientes después de un fallo: { $count }.
    }
staff-thanks = Agradecimientos pendientes
staff-thanks-hint = Estos clientes elogiaron a su empresa en público y nadie se lo ha agradecido todavía.
front-first = Primer paso
front-first-whom = Averiguar qué es distinto para { $name }.
front-first-case = Resolver un caso e indicar su causa, para que el informe de la próxima semana la muestre.
front-first-read = Leer estos momentos, empezando por el peor.
front-owner = Responsable
front-rows = Ver los momentos
front-cases = Casos por atender
front-action = Planificado la última vez
front-details = Todos los números
front-linked = Malas reseñas, encuestas, quejas y publicaciones que dicen qué falló: { $part }. Cuentan para lo que falló.
front-story-next = Después: { $kind }, { $outcome } ({ $day })
front-story-silent = Nada desde entonces.
front-stories = Quién quedó descontento
front-weeks = 26 semanas. La franja muestra dónde suele estar una semana.
front-notes = Sobre los datos

## Reports: the first screen

report-moments-of-truth = Momentos de la verdad
report-compared-with = Comparado con { $before }
report-as-of = datos hasta el { $time }
report-tile-moments = Momentos
report-tile-customers = Clientes
report-tile-known = Resultado conocido
report-tile-asked = Con encuesta
report-data = Datos
report-data-complete = completos
report-data-gaps = incompletos
report-data-sources = { $count ->
         [one] { $count } fuente, enviando
        *[other] { $count } fuentes, todas enviando
    }
report-data-days = { $count ->
         [one] { $count } día sin datos
        *[other] { $count } días sin datos
    }
report-data-silent = { $count ->
         [one] { $count } fuente ha dejado de enviar
        *[other] { $count } fuentes han dejado de enviar
    }
report-notes = Notas sobre los datos
report-summary = Resumen
report-fewer-than-half = Se conoce el resultado de menos de la mitad. La proporción está en algún punto del rango
report-no-owner = Sin responsable
report-importance = Importancia
report-of-five = { $importance } de 5
report-just-overdue = acaba de vencer
report-overdue-by = { $duration } de retraso
report-waits-acknowledge = sin responsable
report-waits-contact = cliente sin contactar
report-waits-resolve = sin resolver
report-open-cases = { $count ->
         [one] { $count } caso abierto
        *[other] { $count } casos abiertos
    }
report-open-cases-worth = { $count ->
         [one] { $count } caso abierto
        *[other] { $count } casos abiertos
    }; valor en riesgo: { $value }
report-won-back = Recuperados
report-how-counted = cómo se cuenta
report-recovery = De { $failures } malas experiencias de hace { $days } días, { $heard } tuvieron después otro momento con resultado conocido. De esos momentos, normales o mejores: { $rate }.
report-promises-broken = Promesas incumplidas
report-promises-none = Ninguna promesa tiene un resultado conocido.
report-promises-due = Horas prometidas incumplidas: { $rate }
report-promises-cancelled = { $count ->
         [one] { $count } pedido cancelado queda fuera.
        *[other] { $count } pedidos cancelados quedan fuera.
    }
report-promises-missed = Lo que más se incumple: { $facets }.
report-quiet = Clientes descontentos en silencio a los que llamar
report-quiet-of = Malas experiencias del { $first } al { $last } y, después, ni una palabra en { $days } días.
report-celebrate = Un momento para celebrar
report-team = equipo { $team }
report-quote-who = cliente { $customer }, { $day }
report-action-since = Desde entonces, { $name }:
report-action-nothing-yet = Aún no hay con qué comparar.
report-action-write = Planificar una acción para este informe
report-action-what = Qué
report-action-about = Sobre
report-action-all = todos los clientes
report-action-who = Quién
report-action-save = Guardar
report-missed-times = Horas prometidas incumplidas
report-within = { $counts } en { $days }
report-half-within = { $share }; la mitad en { $days }
report-cause-resolved-cases = { $cause } ({ $counts } casos resueltos)
report-cause-words = Lo que más se nombra en los comentarios: { $cause } ({ $counts } de los que nombran una causa)
report-cause-probably = Probablemente: { $cause } (ningún caso lo confirma aún)
report-cause-probably-two = Probablemente: { $cause } o { $other } (ningún caso lo confirma aún)
report-owner-met = { $owner } (en { $counts })
report-sign =
    .late = tarde
    .unresolved = sin resolver
    .reopened = reabierto
    .abandoned = abandono
    .slow_acknowledgement = primera respuesta lenta
    .slow_greeting = saludo tardío
    .transferred = demasiadas transferencias
    .promise_overdue = tuvo que reclamarlo
report-sign-facet = menos de lo prometido ({ $facet })
report-sign-dimension = nota baja ({ $dimension })

## Reports: the details

report-by-worst = Clientes según su peor experiencia
report-no-moments = Sin momentos.
report-where = En qué punto del recorrido
report-where-why = qué son las etapas
report-numbers = Los números
report-by-stage = Momentos por etapa y resultado
report-column-stage = Etapa
report-column-misery = Mala experiencia
report-column-average = Normal
report-column-magic = Magia
report-column-unknown = Desconocido
report-column-asked = De ellos, con encuesta
report-column-kind = Tipo
report-column-moments = Momentos
report-column-critical = Críticos
report-column-judged = Clientes con resultado conocido
report-column-day = Día
report-column-before = Antes
report-column-customers = Clientes
report-column-customer = Cliente
report-column-when = Cuándo
report-column-outcome = Resultado
report-staff-apart = Momentos observados por el personal, no incluidos: { NUMBER($count) }.
report-changes = Cambios
report-changes-why = qué cuenta como cambio
report-changes-none = En uno de los periodos hay muy pocos clientes con resultado conocido, así que no se compara nada.
report-changes-legend = Clientes con mala experiencia. Línea fina: periodo anterior. Barra gruesa: este periodo. Cada una con su rango probable.
report-changes-others = Otras comparaciones, cuya diferencia puede deberse al azar ({ NUMBER($count) })
report-changes-left-out = Comparaciones omitidas porque un lado tiene menos de 10 clientes con resultado conocido: { NUMBER($count) }.
report-delights = Lo que entusiasma a los clientes
report-delights-hint = Clientes cuyo peor momento fue mágico
report-cases = Casos y momentos críticos
report-cases-why = qué es crítico
report-cases-open-now = Abiertos ahora
report-cases-silenced = Silenciado: { $reason } ({ $by })
report-untold =
    .history = Críticos, importados como historial: sin caso
    .claims = Críticos, pero por encima del límite de avisos por mensajes sin verificar: sin caso
    .old = Críticos, pero demasiado antiguos para un aviso cuando Moments los juzgó: sin caso
report-cases-next-week = Los próximos siete días, a este ritmo
report-cases-ahead = { $cases } casos nuevos, probablemente { $fewest }–{ $most }. El equipo tiene que poder atender { $perday } al día.
report-clauses = Por qué fueron críticos
report-clauses-hint = Un momento puede ser crítico por varios motivos.
report-kinds = Todos los tipos de contacto
report-kinds-hint = «Probable» indica dónde está seguramente la proporción real. «En algún punto del rango» se añade si se conoce el resultado de menos de la mitad.
report-somewhere-in = en algún punto del rango
report-days = Día a día
report-days-highest = Momentos; la columna más alta es { $count }
report-by-day = Momentos por día y resultado
report-ratings = Valoraciones
report-ratings-why = cómo se puntúan las valoraciones
report-ratings-answers = { $count ->
         [one] { $count } respuesta
        *[other] { $count } respuestas
    }
report-ratings-mean = media { $mean }
report-ratings-by-value = Respuestas por valor: { $values }
report-channels = Canales
report-channels-hint = Proporción de todos los momentos. La marca vertical muestra el periodo anterior.
report-coverage-title = Qué se sabe
report-coverage-judged = Resultado conocido
report-coverage-rated = Con valoración
report-coverage-commented = Con palabras del cliente
report-coverage-asked = Se preguntó al cliente
report-coverage-staff = Observado por el personal
report-methods = Qué decidió el resultado
report-why = Cómo se calculan estos números
report-other-forms = Otros formatos
report-csv = momentos en CSV
report-period-before = el periodo anterior
report-by-source = por fuente
report-by-channel = por canal
report-by-segment = por segmento
report-by-type = por tipo de contacto
report-broken-down = Desglose
report-the-report = el informe
report-rule = la regla
report-table = Tabla: { $title }
report-examples = Momentos para leer:
moments-title = Momentos
moments-over = Los momentos que componen un número
moments-report = El informe
moments-shown = { $count ->
         [one] { $count } momento
        *[other] { $count } momentos
    }
moments-more = hay más en la página siguiente
moments-none = Ningún momento coincide.
moments-go-on = Página siguiente
moments-due = prometido para { $time }
moments-done = hecho { $time }
moments-late = { $duration } de retraso
moments-early = { $duration } de adelanto
moments-on-time = a tiempo
moments-came = { $facet }: { $came }
moments-case = caso { $case }
moments-all = todos
moments-choose = Mostrar

## Reports: the tables

grid-title = Importancia y desempeño
grid-hint = Medias: importancia { $importance }, sin mala experiencia { $share }. No cuenta la importancia indicada después de opinar: { $late }.
grid-none = Menos de dos tipos tienen 10 clientes con resultado conocido.
grid-none-same = Todos los tipos importan lo mismo, así que no hay nada que comparar.
grid-what-to-do = Qué hacer
grid-importance = Importancia, 1 a 5
grid-share = Sin mala experiencia
grid-stated = { $importance } (según { $count })
grid-concentrate = Concentrarse aquí
grid-keep = Mantener
grid-low = Poca prioridad
grid-overkill = Quizá demasiado esfuerzo
grid-place = Por mejorar: número { $place }
journeys-title = Cómo siguen los recorridos
journeys-hint = Recorridos que empezaron de nuevo: { $cycles }. Compras repetidas: { $again }.
journeys-from-to = De … a
journeys-none = Ningún cliente tuvo dos contactos.
journeys-group = Contactos del { $first } al { $last }, cada uno seguido durante { $days } días.
journeys-too-young = Todo lo de aquí tiene menos de 30 días; es pronto para saberlo.
breaks-title = Dónde se interrumpen los recorridos
breaks-ended-in = Resultado
breaks-nothing-followed = Sin continuación
first-contact-title = Después de un primer contacto
first-contact-hint = Primeros contactos del periodo y de los 30 días anteriores, cada uno seguido hasta el final del periodo.
first-contact-none = Ningún cliente tuvo un primer contacto con su servicio en estos días.
first-contact-column = Primer contacto
first-contact-bought = Compraron
first-contact-bought-again = Volvieron a comprar
recovery-title = Clientes recuperados, malas reseñas y seguimientos
recovery-what = Qué se cuenta
recovery-how-many = Cuántos
recovery-failures = Malas experiencias
recovery-known = De clientes conocidos
recovery-heard = Seguidas de otro resultado conocido
recovery-recovered = De ellas, normal o mejor
recovery-leaked = Al principio solo los conocíamos nosotros; después, en una mala reseña pública
recovery-unheard = Casos resueltos sin noticias posteriores del cliente
recovery-no-follow-up = Clientes que compraron y no recibieron seguimiento
recovery-reviews-read = Reseñas leídas por otras personas en este periodo
follow-ups-title = Seguimientos pendientes
follow-ups-hint = { $group } Los más urgentes de cada tipo, { $limit } como máximo.
follow-ups-after = Después de
follow-ups-stood = Resultado
follow-ups-due = El seguimiento vencía el
follow-ups-none = Se preguntó o llamó a todos los clientes.
follow-ups-case = caso resuelto { $case }
follow-ups-case-about = caso resuelto { $case } ({ $about })
follow-ups-severity = gravedad { $severity } de 5
facets-title = Promesas en detalle
facets-hint = Cuenta momentos, no clientes: una promesa tiene varias facetas.
facets-promised = Prometido
facets-missed = Incumplido
facets-kept = Cumplido
facets-exceeded = Superado
facets-gap = Diferencia media
facets-expected = Expectativa media, antes y ahora
facets-mean = { $mean } ({ $count ->
         [one] { $count } promesa
        *[other] { $count } promesas
    })
facets-minutes = { $minutes } min
causes-title = Causas de los casos resueltos
causes-cause = Causa
causes-cases = Casos
causes-cumulated = Acumulado
causes-controllable = ¿Podemos cambiarlo?
causes-none = Ningún caso se resolvió indicando una causa.
signals-title = Lo que medimos y lo que dijeron los clientes
signals-hint = Proporción de malas experiencias entre todos los momentos que se midieron y entre todos los que los clientes valoraron o describieron. Muchos momentos cuentan en las dos columnas.
signals-operational = Tiempos, promesas, resolución
signals-emotional = Valoraciones y palabras
signals-none = No se conoce ningún resultado.
words-title = Leído en las palabras de los clientes
words-hint = Clientes que escribieron pero no valoraron, con un ajuste basado en los que hicieron ambas cosas. Solo vale si, dentro de cada tipo, canal, idioma y periodo, tener una valoración no depende de cómo terminó.
words-read = Leído como malo, sin valoración
words-corrected = Ajustado
words-rated = Escribieron y valoraron: valorado como malo
words-too-few = sin ajustar: menos de { $needed } también valoraron
words-languages = El comentario coincide con la nota, por idioma
words-none = Ningún cliente escribió nada que se pueda leer.
words-language-unknown = idioma desconocido
segments-title = Segmentos
segments-segment = Segmento
slices-name = Nombre
slices-not-named = Sin indicar
slices-others = Todos los demás
slices-unsolicited = Malas experiencias, sin encuestar
slices-solicited = Malas experiencias, encuestados
slices-hint = Como máximo 50 nombres; los menos frecuentes se cuentan juntos. Las proporciones cuentan a cada cliente una vez, por su peor resultado.
slices-by-source = Por fuente
slices-by-channel = Por canal
slices-by-segment = Por segmento
slices-by-type = Por tipo de contacto
clocks-title = Cuánto esperaron los clientes
clocks-hint = La mitad de los clientes no esperó más que el primer tiempo; nueve de cada diez, no más que el segundo.
clocks-acknowledged = Hasta la primera respuesta
clocks-greeted = Hasta el saludo de una persona
clocks-times = { $half } / { $nine } ({ $count ->
         [one] { $count } espera
        *[other] { $count } esperas
    })
clocks-times-before = { $half } / { $nine } ({ $count ->
         [one] { $count } espera
        *[other] { $count } esperas
    }; la mitad, antes: { $before })
clocks-too-few = muy pocas ({ $count })
clocks-none = No se enviaron tiempos de espera.
drivers-title = Qué va unido a la valoración global
drivers-linked = En conjunto, los aspectos van unidos al { $share } de las diferencias en la valoración global ({ $answers }).
drivers-too-few = No se calcula: hacen falta al menos { $needed } respuestas que valoren todos los aspectos y el contacto en su conjunto ({ $answers }).
drivers-no-contrast = No se calcula: un aspecto, o el contacto en su conjunto, siempre recibió la misma nota ({ $answers }).
drivers-side = Aspecto del contacto
drivers-share = Parte de las diferencias
drivers-limits = Rango probable
drivers-none = Ningún cliente valoró todos los aspectos de un contacto y el contacto en su conjunto.

## Reports: how the numbers are made

why-outcome-title = Resultado
why-outcome-text = Mala experiencia: peor de lo esperado. Normal: como se esperaba. Magia: mejor de lo esperado. Desconocido: nada indica cómo terminó; nunca cuenta como normal. Decide lo primero que diga algo, en este orden: el remitente, una valoración del momento, la comparación entre lo prometido y lo recibido, los tiempos y la resolución y, por último, lo que escribió el cliente.
why-stage-title = Etapas
why-stage-text = Búsqueda (cero): antes de decidir. Encuentro (primero): el cliente conoce el producto o el servicio. Uso (segundo): compra y uso; la promesa se cumple o no. Opinión (último): el cliente lo cuenta a otros. Los gráficos de etapas, días y canales cuentan momentos.
why-rate-title = Proporciones
why-rate-text = Las proporciones cuentan clientes, no momentos. Cada cliente cuenta una vez por tipo de contacto, con su peor resultado, para que un cliente con mala suerte no cuente diez veces. «48 de 160 (30{"\u00A0"}%, probable: 23–38{"\u00A0"}%)» significa: 160 clientes tienen resultado conocido y 48 tuvieron una mala experiencia; lo más probable es que la proporción real esté entre el 23{"\u00A0"}% y el 38{"\u00A0"}% (intervalo de Wilson, 95{"\u00A0"}%). Con menos de 5 clientes dice «muy pocos»; con menos de 10 no hay porcentaje. Si se conoce el resultado de menos de la mitad, el rango dice dónde estaría la proporción si se conocieran los demás. «No medible» significa que ninguna regla usada aquí puede detectarlo: un paquete a tiempo es lo esperado, nunca magia. «Según las palabras de los clientes» significa que la mayoría de los resultados se leyeron en sus palabras: es un recuento, no una proporción.
why-voice-title = Encuestados, sin encuestar, observado por el personal
why-voice-text = Una pregunta influye en su respuesta, y el personal ve las cosas de otro modo. Por eso ningún titular, comparación ni clasificación los suma. Solo dos tablas juntan a los clientes encuestados y sin encuestar: la de importancia y la de lo que medimos y lo que dijeron los clientes.
why-rank-title = Mejorar primero
why-rank-text = El orden es: extremo inferior de la proporción probable de malas experiencias × clientes con resultado conocido × importancia ÷ 5. Así, unos pocos clientes con mala suerte no encabezan la lista. Las quejas no entran, porque una queja es una mala experiencia por definición. «Lo que entusiasma a los clientes» se ordena igual, por magia.
why-change-title = Cambios significativos
why-change-text = Si nada cambiara en 40 tipos, dos parecerían cambiar por azar. Por eso el informe dice «subió» o «bajó» solo si la diferencia supera una prueba corregida por todas las comparaciones mostradas (ji cuadrado N − 1; Benjamini–Hochberg, como mucho un 10{"\u00A0"}% de falsas alarmas) y su intervalo del 95{"\u00A0"}% (Newcombe) excluye el cero. Compara dos periodos solo si cada uno tiene 30 clientes con resultado conocido, y entre los dos hay 5 malas experiencias y 5 que no lo son. Cualquier otra diferencia puede deberse al azar, lo que no quiere decir que nada cambiara. Los puntos son puntos porcentuales.
why-critical-title = Crítico
why-critical-text = Una mala experiencia en un contacto que importa: el primero con su servicio, la primera vez que el cliente recibe lo que compró, una promesa incumplida, un tipo de contacto importante, un problema repetido o uno que otros pudieron ver. Cada una pertenece a un caso hasta que se recupera o se pierde al cliente.
why-ratings-title = Valoraciones
why-ratings-text = CSAT y estrellas: proporción de 4 y 5. CES: proporción de 5 a 7; 7 es fácil. NPS: promotores (9–10) menos detractores (0–6), en puntos de −100 a +100, con un intervalo de puntuación (Tango 1998). Cada respuesta cuenta; lo anotado por el personal, no.
why-grid-title = Importancia y desempeño
why-grid-text = La tabla compara cada tipo con las medias: cuánto importa y qué proporción de clientes no tuvo una mala experiencia (Martilla y James 1977). Las medias se redondean solo al mostrarlas. Si todos los tipos importan lo mismo, no hay tabla. La importancia que indican los clientes cuenta solo si se preguntó antes de su opinión y respondieron al menos 10. La indicada después se cuenta aparte, porque la opinión influye en ella.
why-recovery-title = Recuperados, malas reseñas, seguimientos
why-recovery-text = Solo cuentan las malas experiencias de hace 30 días, así que el informe mira un periodo anterior de la misma duración. Un cliente se ha recuperado si su siguiente momento con resultado conocido es normal o mejor. Una mala reseña pública cuenta si al principio solo su empresa conocía el problema y la reseña llegó en 30 días; un problema que se conoció por una reseña pública no cuenta. Un seguimiento es una pregunta o una llamada en los 30 días siguientes a una compra; una reseña que su empresa pidió es una pregunta. Después de resolver un caso, el informe también espera 30 días una señal del cliente: una valoración, una queja, un nuevo problema. Los seguimientos pendientes se ordenan por urgencia: los casos graves y luego las compras con resultado malo o desconocido. Se indica la proporción de clientes conocidos, porque los demás pueden volver sin ser reconocidos. Un problema bien resuelto puede dejar al cliente más satisfecho que si no hubiera habido problema. Esto vale para la satisfacción, no para volver a comprar ni para recomendar su empresa (de Matos et al. 2007).
why-promises-title = Promesas
why-promises-text = Una hora prometida cuenta en el día para el que se prometió, no en el día en que alguien informó de ella. Se incumple si no se cumplió para entonces más el retraso tolerado; lo que nunca llegó también se incumple. Los pedidos cancelados quedan fuera y se cuentan aparte. Si su empresa cambió la hora, cuenta la primera, salvo que el cliente eligiera la nueva. Las demás promesas cuentan clientes, cada uno una vez, por el peor resultado: incumplida si algo prometido falla claramente. Una expectativa que sube hace parecer peor el mismo servicio; por eso se muestra al lado.
why-quiet-title = Clientes descontentos en silencio
why-quiet-text = Clientes con una promesa incumplida o vencida, o al menos tres problemas de dos tipos, que no dijeron nada en los 14 días completos siguientes: ninguna queja, comentario ni valoración. Aparecen aquí para que usted pueda llamarlos. Ninguna proporción los cuenta, porque nadie sabe cómo se sintieron.
why-journeys-title = Recorridos
why-journeys-text = Un contacto sigue al anterior, sea cual sea el tiempo entre ambos; las opiniones sobre otro momento no cuentan. Un recorrido se interrumpe en un contacto si nada lo siguió en 30 días. Tras un primer contacto se sigue a cada cliente todo lo posible, hasta el final del periodo; los clientes recientes cuentan por el tiempo que tuvieron (Kaplan–Meier). Los clientes pueden comprar más tras un buen contacto que tras uno malo sin que el contacto sea la causa.
why-causes-title = Causas
why-causes-text = Las causas indicadas al resolver los casos, la más frecuente primero, cada una con el total acumulado. Si ningún caso indica una causa, el informe muestra la que el catálogo sugiere para el tipo y dice que ningún caso la confirma.
why-signals-title = Medido y dicho
why-signals-text = Dos números, uno junto al otro, que nunca se suman: lo que dicen los tiempos, las promesas y la resolución, y lo que dicen las valoraciones y las palabras. Cada uno cuenta todos los momentos que tienen esa señal, sea cual sea la que decidió el resultado. Si difieren, los tiempos van bien y el cliente no está contento, o al revés.
why-words-title = Leído en las palabras
why-words-text = Un modelo lee las palabras y a veces se equivoca. Donde los clientes escribieron y además valoraron, el informe cuenta cuántas veces se equivocó y corrige en esa medida lo que leyó de los demás (intervalos apoyados en predicciones, Angelopoulos et al. 2023). Al menos 50 clientes de cada canal e idioma deben haber hecho ambas cosas. Si los clientes descontentos valoran más a menudo que los contentos, el resultado se desvía: docs/words.md muestra cuánto.
why-clocks-title = Tiempos de espera
why-clocks-text = Los tiempos de espera están en segundos, tal como se enviaron. Hasta 99 segundos son exactos; los tiempos más largos se guardan con dos cifras (dentro del 5{"\u00A0"}%). A partir de 10 esperas se muestran los tiempos de la mitad y de nueve de cada diez clientes.
why-drivers-title = Qué va unido a la valoración global
why-drivers-text = Esta tabla dice qué parte de las diferencias en la valoración global va unida a cada aspecto del contacto. Los aspectos que varían juntos se reparten su parte de forma equitativa (LMG, el valor de Shapley de R²). El rango es un intervalo bootstrap. Hacen falta al menos 10 respuestas por aspecto. Un aspecto puede ir unido a la valoración sin ser su causa.

## The journey on the home page

journey-first-contact = Primer contacto con su servicio
journey-first-exchange = Primera vez que el cliente recibe lo que compró
journey-returned = Vuelta a una etapa anterior
journey-failures = { NUMBER($count) } malas experiencias recientes
journey-mixed = Contradictorio
journey-readers = Leído por { $count } personas desde entonces

## What is wrong with a field, continued

complaint-no-currency = necesita una moneda, como { $example }
complaint-not-amount = debe ser un importe, como { $example }
complaint-not-cause = no está en el catálogo de causas
complaint-control-characters = contiene caracteres de control
complaint-not-object-alone = debe ser un objeto en JSON y enviarse sin { $field }
complaint-not-this = debe ser { $value }
complaint-not-cloud-event = un CloudEvent debe ser un objeto
complaint-token-proves-nothing = no demuestra que sea este cliente
complaint-token-expired = ha caducado
complaint-token-too-long = puede ser válido { $days } días como máximo

## What a visitor reads if a form is refused as a whole

form-unavailable = Ahora no podemos guardarlo. Envíelo de nuevo dentro de un momento.
form-too-many = Se enviaron demasiados formularios. Envíelo de nuevo dentro de un minuto.
form-conflict = Ya recibimos este formulario con otro contenido. El primero se conserva sin cambios.
form-not-set-up = Este formulario no está configurado para este sitio web.
form-too-large = El formulario es demasiado grande.
form-unreadable = No se pudo leer el formulario.
