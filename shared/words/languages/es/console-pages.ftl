## La consola: Hoy, Casos, Clientes e Informes

console-view-only = Solo lectura
console-keys-title = Atajos de teclado
console-keys-search = Buscar en esta página
console-keys-move = Fila siguiente y anterior
console-keys-choose = Elegir la fila
console-keys-close = Cerrar
console-search = Buscar
console-show = Mostrar
console-save = Guardar
console-before = Anterior
console-next = Siguiente
console-pages = Páginas
console-contact = Abrir en su CRM
console-facet = Faceta
console-promised = Prometido
console-received = Recibido
console-promises = Promesas
console-playbook = Qué hacer
console-pseudonym = Seudónimo en los mensajes: { $pseudonym }
console-visitor-named = Visitante { $customer }
console-outcome-count = { NUMBER($count) } × { $outcome }

console-today-open = { $count ->
         [one] Hay { $count } caso abierto.
        *[other] Hay { $count } casos abiertos.
    }
console-today-late = { $count ->
         [one] { $count } está fuera de plazo.
        *[other] { $count } están fuera de plazo.
    }
console-today-no-cases = No hay casos abiertos.
console-today-weeks = Las últimas 26 semanas
console-today-report = Abrir el informe de esta semana
console-today-cases = Llame primero a estos clientes
console-today-all-cases = Los { NUMBER($count) } casos abiertos
console-today-new = Todavía no ha llegado nada
console-today-new-why = Envíe un primer contacto: un formulario, una llamada, una entrega. Si es una mala experiencia en un momento que importa, el caso aparece aquí en segundos.
console-today-set-up = Enviar un contacto
console-today-passed = Promesas vencidas
console-today-passed-none = Ninguna promesa está vencida.
console-today-close = Promesas a punto de vencer
console-today-close-none = Ninguna promesa vence en las próximas 24 horas.
console-today-plan = Planificado la semana pasada
console-today-plan-none = En el informe de la semana pasada no se planificó nada. Abra el informe y elija una cosa que mejorar.
console-today-plan-unknown = Es pronto para saber si funciona.
console-today-hour = La última hora
console-today-hour-none = En la última hora no ha llegado nada.
console-today-moments = { $count ->
         [one] { $count } momento
        *[other] { $count } momentos
    }
console-today-at-least = al menos { NUMBER($count) } momentos

console-cases-about = Cada caso es un cliente que hay que recuperar. Primero aparece el más grave y, después, el que vence antes.
console-cases-views = Qué casos
console-cases-mine = Míos
console-cases-unassigned = Sin asignar
console-cases-overdue = Fuera de plazo
console-cases-all = Todos
console-cases-type = Tipo
console-cases-segment = Segmento
console-cases-severity = Gravedad
console-cases-owner = Responsable
console-cases-any = Cualquiera
console-cases-search-hint = Cliente, caso o responsable
console-cases-choose-all = Elegir todos
console-cases-take = Asumir
console-cases-assign = Asignar
console-cases-total = { $count ->
         [one] { $count } caso
        *[other] { $count } casos
    }
console-cases-none = No hay casos abiertos
console-cases-none-why = Una mala experiencia en un momento que importa abre un caso automáticamente. Lo encontrará aquí y su equipo recibirá un mensaje.
console-cases-none-mine = Usted no tiene casos abiertos
console-cases-none-mine-why = Asuma uno en «Sin asignar»: pulse «Me encargo».
console-cases-none-unassigned = Todos los casos abiertos tienen responsable
console-cases-none-unassigned-why = Los casos nuevos permanecen aquí hasta que alguien los asume.
console-cases-none-overdue = No hay nada fuera de plazo
console-cases-none-overdue-why = Un caso aparece aquí si no se asumió o no se resolvió a tiempo, o si no se contactó a tiempo con el cliente.
console-cases-none-found = Ningún caso coincide
console-cases-none-found-why = Cambie la búsqueda o los filtros.
console-cases-no-filter = Quitar todos los filtros
console-cases-done = { $count ->
         [one] { $count } caso cambiado.
        *[other] { $count } casos cambiados.
    }
console-cases-not-done = { $count ->
         [one] { $count } no ha cambiado: otra persona se adelantó.
        *[other] { $count } no han cambiado: otra persona se adelantó.
    }
console-cases-undone = { $count ->
         [one] { $count } cambio deshecho.
        *[other] { $count } cambios deshechos.
    }
console-cases-not-undone = { $count ->
         [one] { $count } ya no se puede deshacer.
        *[other] { $count } ya no se pueden deshacer.
    }
console-undo = Deshacer
console-undo-done = Hecho. Puede deshacerlo durante un minuto.
console-undo-late = Ya no se puede deshacer: ha pasado más de un minuto o el caso ha cambiado desde entonces.
console-cases-choose-some = Elija al menos un caso.
console-cases-name-owner = Indique quién es el nuevo responsable.

console-case-open = Abrir
console-case-late = { $clock ->
         [acknowledge] Sin asumir, { $by } de retraso
         [contact] Cliente sin contactar, { $by } de retraso
        *[resolve] Sin resolver, { $by } de retraso
    }
console-case-what = Qué pasó
console-case-no-words = El cliente no escribió nada.
console-case-before = Qué pasó antes
console-case-journey = El recorrido completo
console-case-act = Próxima acción
console-case-take-and-resolve = Asumir y resolver
console-case-take-by = Asumir antes de
console-case-contact-by = Contactar antes de
console-case-resolve-by = Resolver antes de
console-case-done = hecho { $time }

console-customers-about = Busque a un cliente por el identificador que usa su empresa, por el seudónimo de un mensaje o por un caso.
console-customers-search = Identificador, seudónimo o caso
console-customers-none = No se encontró ningún cliente
console-customers-none-why = Compruebe que está bien escrito: tiene que coincidir el identificador entero.
console-customers-days = Los seudónimos se buscaron en los casos abiertos y en los últimos { NUMBER($count) } días.
console-customers-start = ¿De qué cliente quiere ver el recorrido?
console-customers-start-why = Un recorrido muestra todo lo que un cliente vivió con su empresa: qué se le prometió, qué recibió y qué dijo.
console-customers-open = Clientes con un caso abierto
console-customers-seen = visto por última vez { $time }
console-customers-case = { $case }, { $state }

console-journey-moments = Momentos
console-journey-open-cases = Casos abiertos
console-journey-unknown-hint = aún sin valoración ni resultado
console-journey-asked = Respuestas a una encuesta
console-journey-asked-hint = preguntamos nosotros; los demás llegaron solos
console-journey-was-asked = Preguntamos nosotros
console-journey-silent = ¿Descontento y en silencio?
console-journey-way = El recorrido hasta ahora
console-journey-each = Momento a momento
console-journey-critical = Crítico, gravedad { $severity } de 5:
console-journey-left-out = { $count ->
         [one] No se muestra { $count } momento anterior.
        *[other] No se muestran { $count } momentos anteriores.
    }
console-journey-links-ignored = { $count ->
         [one] Se ignora { $count } vínculo: solo cuentan los 100 primeros.
        *[other] Se ignoran { $count } vínculos: solo cuentan los 100 primeros.
    }
console-journey-empty = Todavía no hay nada que juzgar
console-journey-empty-why = Solo se envió una identificación, o muchas personas comparten este identificador.
console-journey-promised = Prometido: { $facets }
console-journey-received = Recibido: { $facets }
console-journey-drawn = { $count ->
         [one] Línea de tiempo de { $count } momento: { $outcomes }. Está en la lista de abajo.
        *[other] Línea de tiempo de { $count } momentos: { $outcomes }. Todos están en la lista de abajo.
    }
console-promise-made = Hecha: { $what }
console-promise-due = Vence { $time }
console-promise-settled = Concluida: { $what }

console-reports-about = Qué salió mal, por qué y qué mejorar primero. Elija un periodo o las fechas que quiera.
console-reports-from = Desde
console-reports-to = Hasta
console-reports-open = Abrir el informe
console-reports-range = El primer día no puede ser posterior al último.
console-reports-period = Periodo
console-reports-bad = Malas
console-reports-share = Proporción
console-reports-magic = Magia
console-reports-critical = Críticos
console-reports-nothing = no llegó nada
console-reports-adding = todavía se está contando
console-reports-planned = Planificado. Lo verá en Hoy, y el próximo informe mostrará el resultado.
console-reports-hint = Se cuentan momentos, no clientes. La proporción es la de malas experiencias entre los momentos con resultado conocido.
