## Promesas vencidas

report-overdue-promises = Promesas vencidas
promise-was-due = para el { $time }
promise-update = Último aviso al cliente: { $what }, { $time }
promise-update-due = Último aviso al cliente: { $what }, { $time }. Nueva fecha: { $due }
promise-contacted = Cliente contactado: { $time }
promise-no-update = Todavía sin aviso al cliente
promises-more =
    { $count ->
        [one] { $count } promesa más está vencida.
       *[other] { $count } promesas más están vencidas.
    }
