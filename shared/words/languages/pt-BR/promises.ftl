## Promessas vencidas

report-overdue-promises = Promessas vencidas
promise-was-due = para { $time }
promise-update = Último aviso ao cliente: { $what }, { $time }
promise-update-due = Último aviso ao cliente: { $what }, { $time }. Novo prazo: { $due }
promise-contacted = Cliente contatado: { $time }
promise-no-update = Ainda sem aviso ao cliente
promises-more =
    { $count ->
        [one] { $count } outra promessa está vencida.
       *[other] { $count } outras promessas estão vencidas.
    }
