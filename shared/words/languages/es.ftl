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
just-now = ahora mismo
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
promise-open = pendiente
promise-kept = cumplida
promise-exceeded = superada
promise-broken = incumplida
promise-expired = vencida
facet-due-at = hora prometida
clause-first-contact = Primer contacto registrado con su servicio
clause-first-exchange = Primer intercambio de esta compra
clause-broken-promise = Se incumplió claramente una promesa
clause-importance = Este tipo de contacto importa mucho
clause-repeat = No es el primer problema reciente de este cliente
clause-public = Otras personas pudieron verlo

## Reasons of a judgement

reason-stage-sent = La etapa la indicó el remitente
reason-stage-by-type = Etapa propia de este tipo de contacto
reason-stage-before-purchase = Ocurrió antes de cualquier compra
reason-stage-after-purchase = Ocurrió después de una compra
reason-stage-about = Etapa del momento al que se refiere
reason-stage-by-channel = Tipo fuera del catálogo: la etapa se deduce del canal ({ $channel }) y del recorrido anterior
reason-stage-by-words = Tipo fuera del catálogo: la etapa se deduce de las palabras del cliente ({ $percent } de certeza)
reason-stage-by-journey = Tipo fuera del catálogo: la etapa se deduce del recorrido anterior
reason-explicit = El remitente indicó cómo terminó
reason-csat = Satisfacción: { $given } de 5
reason-stars = Estrellas: { $given } de 5
reason-ces = Facilidad: { $given } de 7
reason-verdict = El cliente dijo: { $verdict }
reason-nps = Probabilidad de recomendar tras este momento: { $given } de 10
reason-rated-on = Valorado en la escala propia del remitente: { $rating } { $given } de { $highest }
reason-rated-on-reversed = Valorado en la escala propia del remitente: { $rating } { $given } de { $highest }; un número bajo es bueno
reason-off-scale = Valoración ignorada: fuera de la escala del remitente ({ $rating })
reason-dimension = Nota baja en { $dimension }: { $given } de 5
reason-gap = { $way ->
         [less] En conjunto, menos de lo prometido ({ $gap }, de −1 a +1)
         [more] En conjunto, más de lo prometido ({ $gap }, de −1 a +1)
        *[same] En conjunto, lo prometido
    }
reason-facet-missed = Menos de lo prometido: { $facet } ({ $gap })
reason-facet-kept = Según lo prometido: { $facet }
reason-facet-exceeded = Más de lo prometido: { $facet } ({ $gap })
reason-extra = No prometido, pero recibido: { $facet }
reason-facets-unreported = { $count ->
         [one] No se sabe si se cumplió { $count } promesa
        *[other] No se sabe si se cumplieron { $count } promesas
    }
reason-facets-not-comparable = { $count ->
         [one] { $count } promesa no se pudo comparar con lo recibido
        *[other] { $count } promesas no se pudieron comparar con lo recibido
    }
reason-on-time = A tiempo
reason-late = { $by } de retraso (se toleran { $tolerated })
reason-late-tolerated = { $by } de retraso, dentro de lo tolerado ({ $tolerated })
reason-unresolved = El problema no se resolvió
reason-resolved-by-customer = El cliente dijo que se resolvió
reason-reopened = { $count ->
         [one] Reabierto { $count } vez (se toleran: { $tolerated })
        *[other] Reabierto { $count } veces (se toleran: { $tolerated })
    }
reason-reopened-tolerated = { $count ->
         [one] Reabierto { $count } vez, dentro de lo tolerado ({ $tolerated })
        *[other] Reabierto { $count } veces, dentro de lo tolerado ({ $tolerated })
    }
reason-not-reopened = No se reabrió
reason-abandoned = El cliente abandonó
reason-completed = El cliente lo completó
reason-acknowledged = Primera respuesta tras { $after } (objetivo: { $target })
reason-slow-acknowledgement = Primera respuesta lenta: { $after } (objetivo: { $target })
reason-greeted = Una persona saludó tras { $after } (objetivo: { $target })
reason-slow-greeting = Una persona tardó en saludar: { $after } (objetivo: { $target })
reason-complaint = El cliente se quejó
reason-transferred = { $count ->
         [one] Transferido { $count } vez (demasiado a partir de { $limit })
        *[other] Transferido { $count } veces (demasiado a partir de { $limit })
    }
reason-few-transfers = { $count ->
         [one] Transferido { $count } vez (un problema a partir de { $limit })
        *[other] Transferido { $count } veces (un problema a partir de { $limit })
    }
reason-promise-overdue = Tuvo que reclamar algo prometido, con { $by } de retraso (se toleran { $tolerated })
reason-laborious = Un problema en sí mismo: { $kind }
reason-read = Las palabras del cliente suenan a { $outcome } ({ $percent } de certeza)
reason-words-unclear = Las palabras del cliente no dicen cómo terminó
reason-words-ask = El cliente solo hizo una pregunta
reason-also = No todo coincide: según { $method }, { $outcome }
reason-also-rated = Otra valoración dice lo contrario: { $rating }, { $given }
reason-nps-only = Solo hay una probabilidad de recomendar: valora la relación, no este momento
reason-nothing-said = Aún no hay valoración ni resultado
reason-journey-too-long = Recorrido demasiado largo: juzgado por separado
reason-earlier-summarized = Recorrido largo: juzgado por los contactos más recientes y un resumen de los { $count } anteriores
reason-first-on-record = Primer contacto registrado con su servicio
reason-known-since = Ya era cliente antes del primer contacto registrado
reason-about-missing = El momento al que se refiere no ha llegado
reason-claimed = Sin verificar: nada demuestra que lo enviara este cliente
reason-claims-flood = Más de { $count } contactos sin verificar de este cliente con esta clave ese día: sin aviso
reason-silent-friction = { $count } problemas de { $kinds } tipos en dos semanas, sin ninguna queja
reason-silent-broken-promise = Se incumplió una promesa hace poco, sin ninguna queja
reason-silent-expired-promise = Venció una promesa hace poco, sin noticias y sin ninguna queja
reason-echo = El mismo problema que un momento anterior, no uno nuevo

## Cases

case-open = abierto
case-acknowledged = asumido
case-contacted = cliente contactado
case-resolved = resuelto
case-verified = verificado por el cliente
case-lost = perdido
overdue-acknowledge = Fuera de plazo: nadie ha asumido este caso
overdue-contact = Fuera de plazo: nadie ha contactado con el cliente
overdue-resolve = Fuera de plazo: este caso no está resuelto
action-acknowledge = Me encargo
action-contact = Cliente contactado
action-resolve = Resolver
action-show = Abrir el caso
action-lose = Cliente perdido
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
medium =
    .phone = por teléfono
    .email = por correo electrónico
    .chat = por chat
    .in_person = en persona
    .letter = por carta
    .other = de otra forma
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
message-touchpoint = Contacto
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
message-promise-promised = prometido:
message-promise-received = recibido:
message-promise-unknown = resultado desconocido
message-time-before = { $duration } antes
message-late = { $duration } de retraso
message-grouped = Agrupados en un solo mensaje. Cada uno tiene su propio caso.
message-grouped-overdue = Agrupados en un solo mensaje.
message-first = Primero
message-last = Último
message-kinds = Tipos de contacto
message-other-kinds = { $count } × otros tipos
message-worst = Los más graves
message-open-queue = Abrir la cola
message-report = Informe { $period }
message-open-report = Abrir el informe
message-channel-disabled = El canal { $channel } está desactivado
message-channel-disabled-why = Su dirección responde que ya no existe (410). No se le envía nada más.
message-channel-dead = Se abandonó un mensaje al canal { $channel }
message-channel-dead-why = Falló demasiadas veces. Se conserva y se puede reenviar. Puede haber más: este aviso llega una vez al día.
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
case-your-name = Su nombre
case-how = Cómo
case-said = Qué se habló
case-new-owner = Nuevo responsable
case-note = Nota
case-hand-over = Pasar a otra persona
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
case-lost-button = Cliente perdido
case-history = Historial
case-missing = Abra el caso desde un mensaje más reciente o desde la cola.
case-page = Caso
case-touchpoint = contacto
case-take-first = Nadie ha asumido este caso todavía. Asúmalo primero.
case-is-of = { $who } tiene este caso: está { $state }.
case-is = Este caso está { $state }.
link-used = Este enlace ya se usó. Funciona una sola vez.
link-expired = Este enlace ha caducado
link-wrong = Este enlace no funciona
link-failed = No ha funcionado; inténtelo de nuevo
link-report-expired = Este enlace ha caducado. Puede abrir el informe con una clave de lectura.
queue-title = Casos abiertos
queue-empty = No hay casos abiertos.
queue-order = Los más graves primero.
queue-more = Hay más.

## Pages for visitors

form-error-title = No se pudo enviar el formulario
form-error-what-to-do = No se ha guardado nada. Vuelva atrás, corrija lo siguiente y envíelo de nuevo.
thanks-title = Gracias
thanks-text = Hemos recibido su mensaje. Puede cerrar esta página.
underway-title = Preparando el informe
underway-text = { $ready } de { $days } días están listos. Esta página se actualiza sola.
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
complaint-twice-as = se envió dos veces, también como { $field }, con valores distintos
complaint-twice = se envió dos veces
complaint-whole-and-parts = se envió entero y también por partes
complaint-unknown = no es un valor conocido
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
complaint-more = y { $count } más
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
    .other = otros canales
    .none = sin indicar

## Reports: numbers and comparisons

report-too-few = muy pocos
report-too-few-answers = muy pocas
report-likely = probable: { $range }
report-count-and-percent = { $counts } ({ $percent })
report-count-and-likely = { $counts } ({ $percent }, probable: { $range })
report-points = { $points } puntos
report-rose = subió
report-fell = bajó
report-could-be-chance = puede ser azar
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
report-voice-unsolicited = sin preguntar
report-voice-solicited = preguntados
report-voice-staff = observado por el personal
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
report-verdict-worse = Peor. { $now } tuvieron una mala experiencia; en el periodo anterior, { $before }.
report-verdict-better = Mejor. { $now } tuvieron una mala experiencia; en el periodo anterior, { $before }.
report-verdict-same = Sin cambios claros. { $now } tuvieron una mala experiencia; en el periodo anterior, { $before }. Puede ser azar.
report-verdict-same-overall = En conjunto, sin cambios claros. { $now } tuvieron una mala experiencia; en el periodo anterior, { $before }. Puede ser azar.
report-verdict-kinds-worse = Ha empeorado: { $kinds }.
report-verdict-kinds-better = Ha mejorado: { $kinds }.
report-verdict-asked-worse = Las encuestas empeoraron: { $now } tuvieron una mala experiencia; antes, { $before }.
report-verdict-asked-better = Las encuestas mejoraron: { $now } tuvieron una mala experiencia; antes, { $before }.
report-of-customers = { $count } de { $of } clientes ({ $percent })
report-of-customers-asked = { $count } de { $of } clientes preguntados ({ $percent })
report-coverage = { $moments } de { $customers }; resultado conocido en { $judged }
report-note-day-open = El día no ha terminado; los números cambiarán
report-note-period-open = El periodo no ha terminado (día { $begun } de { $days }); los números cambiarán
report-note-judged-again = Algunos momentos se volvieron a juzgar después de enviar este informe el { $day }; estos números son los actuales
report-note-came-late = Después de enviar este informe el { $day } llegaron { $moments }; estos números los incluyen
report-note-no-data = Sin datos el { $days }
report-note-no-data-days = { $count ->
         [one] { $count } día sin datos, el primero el { $first }
        *[other] { $count } días sin datos, el primero el { $first }
    }
report-note-nothing-before = El periodo anterior no tiene momentos, así que no se compara nada
report-note-gaps-before = El periodo anterior no tiene datos en { $days } de sus { $of } días; la comparación usa los demás
report-note-silent = «{ $source }» ha dejado de enviar: nada en este periodo, { $before } en el anterior
report-note-silent-since = «{ $source }» ha dejado de enviar: nada desde el { $day } ({ $duration }), { $before } en los mismos días del periodo anterior
report-note-sampled = Algunas tasas se basan en una muestra aleatoria de al menos el { $percent } de los clientes
report-note-rare-kinds = Los tipos de contacto menos frecuentes se cuentan juntos: { $moments }

## Reports: notice to the channels

report-notice-improve = Mejorar primero (malas experiencias): { $kinds }.
report-notice-changed = Ha cambiado: { $kinds }.
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

## Reports: the first screen

report-moments-of-truth = Momentos de la verdad
report-compared-with = Comparado con { $before }
report-as-of = a fecha de { $time }
report-tile-moments = Momentos
report-tile-customers = Clientes
report-tile-known = Resultado conocido
report-tile-asked = Preguntados
report-data = Datos
report-data-complete = completos
report-data-gaps = huecos
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
report-improve = Mejorar primero
report-improve-why = por qué estos
report-improve-none = Ningún tipo de contacto tiene suficientes clientes con resultado conocido y alguna mala experiencia.
report-had-bad = { $rate } tuvieron una mala experiencia
report-fewer-than-half = Se conoce el resultado de menos de la mitad. La proporción está entre
report-see-moments = Ver estos momentos
report-trend = Tendencia
report-what-went-wrong = Qué salió mal
report-usual-cause = Causa habitual
report-owner = Responsable
report-no-owner = Sin responsable
report-importance = Importancia
report-of-five = { $importance } de 5
report-overdue-cases = Casos fuera de plazo
report-overdue-now = ahora, se abrieran cuando se abrieran
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
report-recovery = De { $failures } malas experiencias de hace { $days } días, { $heard } tuvieron después otro momento con resultado conocido. En { $rate } fue normal o mejor.
report-no-recovery = Ninguna mala experiencia tiene aún { $days } días: es pronto para saber quién ha vuelto.
report-significant = Cambios significativos
report-significant-why = qué cuenta
report-significant-none = Ningún cambio significativo: lo que varió puede ser azar.
report-promises-broken = Promesas incumplidas
report-promises-none = Ninguna promesa tiene un resultado conocido.
report-promises-missed = Lo que más se incumple: { $facets }.
report-quiet = Clientes descontentos en silencio a los que llamar
report-quiet-why = quiénes son
report-quiet-none = No hay clientes descontentos en silencio
report-quiet-list = Verlos con sus recorridos
report-celebrate = Un momento para celebrar
report-celebrate-none = Ningún cliente describió un momento mágico.
report-team = equipo { $team }
report-quote-who = cliente { $customer }, { $day }
report-action = Acción planeada la última vez
report-action-since = Desde entonces, { $name }:
report-action-nothing-yet = Aún no hay con qué comparar.
report-action-none = No se planeó ninguna acción en el periodo anterior.
report-action-write = Planear una acción para este informe
report-action-what = Qué
report-action-about = Sobre
report-action-all = todos los clientes
report-action-who = Quién
report-action-save = Guardar
report-cause-resolved-cases = { $cause } ({ $counts } casos resueltos)
report-cause-probably = Probablemente { $cause } (ningún caso lo confirma aún)
report-cause-probably-two = Probablemente { $cause } o { $other } (ningún caso lo confirma aún)
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

report-details = Detalles
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
report-column-asked = De ellos, preguntados
report-column-kind = Tipo
report-column-moments = Momentos
report-column-importance = Importancia
report-column-critical = Críticos
report-column-judged = Clientes con resultado conocido
report-column-day = Día
report-column-before = Antes
report-column-customers = Clientes
report-column-customer = Cliente
report-column-when = Cuándo
report-column-outcome = Resultado
report-column-reasons = Por qué
report-column-touchpoint = Contacto
report-staff-apart = Sin { $count } momentos observados por el personal.
report-changes = Cambios
report-changes-why = qué cuenta como cambio
report-changes-none = Nada tiene suficientes clientes con resultado conocido en ambos periodos para compararse.
report-changes-legend = Clientes con mala experiencia. Línea fina: periodo anterior. Barra gruesa: este periodo. Cada una con su rango probable.
report-changes-others = Otras comparaciones, cada una puede ser azar ({ $count })
report-changes-left-out = Comparaciones omitidas porque un lado tiene menos de 10 clientes con resultado conocido: { $count }.
report-delights = Lo que entusiasma a los clientes
report-delights-none = Ningún tipo de contacto tiene suficientes clientes con resultado conocido y magia.
report-delights-hint = Clientes cuyo peor momento fue mágico
report-cases = Casos y momentos críticos
report-cases-why = qué es crítico
report-cases-none = Ningún caso cambió.
report-cases-open-now = Abiertos ahora
report-clauses = Por qué fueron críticos
report-clauses-hint = Un momento puede tener varios motivos.
report-kinds = Todos los tipos de contacto
report-kinds-hint = El rango pequeño es donde probablemente está la proporción real. «En algún punto de» es el rango si se conoce el resultado de menos de la mitad.
report-somewhere-in = en algún punto de
report-days = Día a día
report-days-highest = Momentos; la columna más alta es { $count }
report-by-day = Momentos por día y resultado
report-ratings = Valoraciones
report-ratings-why = cómo se puntúan
report-ratings-answers = { $count ->
         [one] { $count } respuesta
        *[other] { $count } respuestas
    }
report-ratings-mean = media { $mean }
report-ratings-by-value = Respuestas por valor: { $values }
report-channels = Canales
report-channels-hint = Proporción de todos los momentos. La marca vertical es el periodo anterior.
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
report-legend-misery = mala experiencia
report-examples = Momentos para leer:
moments-title = Momentos
moments-over = Los momentos que componen un número
moments-report = El informe
moments-shown = { $count ->
         [one] { $count } momento
        *[other] { $count } momentos
    }
moments-more = hay más
moments-none = Ningún momento coincide.
moments-go-on = Ha tardado demasiado. Buscar en el resto del periodo
