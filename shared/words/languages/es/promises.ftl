## Promesas vencidas

report-overdue-promises = Promesas vencidas
promise-was-due = para el { $time }
promise-update = Última información al cliente: { $what }, { $time }
promise-update-due = Última información al cliente: { $what }, { $time }. Nueva hora: { $due }
promise-contacted = Cliente contactado: { $time }
promise-no-update = Todavía no se ha informado al cliente
promises-more =
    { $count ->
        [one] Hay { $count } promesa vencida más.
       *[other] Hay { $count } promesas vencidas más.
    }
