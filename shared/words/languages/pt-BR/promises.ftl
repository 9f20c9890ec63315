## Promessas vencidas

report-overdue-promises = Promessas vencidas
promise-was-due = para { $time }
promise-update = Última informação ao cliente: { $what }, { $time }
promise-update-due = Última informação ao cliente: { $what }, { $time }. Novo prazo: { $due }
promise-contacted = Cliente contatado: { $time }
promise-no-update = O cliente ainda não foi informado
promises-more =
    { $count ->
        [1] Há mais { $count } promessa vencida.
       *[other] Há mais { $count } promessas vencidas.
    }
