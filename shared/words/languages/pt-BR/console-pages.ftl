## O console: Hoje, Casos, Clientes e Relatórios

console-view-only = Somente leitura
console-keys-title = Atalhos do teclado
console-keys-search = Buscar nesta página
console-keys-move = Linha seguinte e anterior
console-keys-choose = Escolher a linha
console-keys-close = Fechar
console-search = Buscar
console-show = Mostrar
console-save = Salvar
console-before = Anterior
console-next = Próxima
console-pages = Páginas
console-contact = Abrir no seu CRM
console-facet = Faceta
console-promised = Prometido
console-received = Recebido
console-promises = Promessas
console-playbook = O que fazer
console-pseudonym = Pseudônimo nas mensagens: { $pseudonym }
console-visitor-named = Visitante { $customer }
console-outcome-count = { NUMBER($count) } × { $outcome }

console-today-open = { $count ->
         [1] Há { $count } caso aberto.
        *[other] Há { $count } casos abertos.
    }
console-today-late = { $count ->
         [1] { $count } está fora do prazo.
        *[other] { $count } estão fora do prazo.
    }
console-today-no-cases = Não há casos abertos.
console-today-weeks = As últimas 26 semanas
console-today-report = Abrir o relatório desta semana
console-today-cases = Ligue primeiro para estes clientes
console-today-all-cases = Todos os { NUMBER($count) } casos abertos
console-today-new = Ainda não chegou nada
console-today-new-why = Envie um primeiro contato: um formulário, uma ligação, uma entrega. Se for uma experiência ruim em um momento que importa, o caso aparece aqui em segundos.
console-today-set-up = Enviar um contato
console-today-passed = Promessas vencidas
console-today-passed-none = Nenhuma promessa está vencida.
console-today-close = Promessas prestes a vencer
console-today-close-none = Nenhuma promessa vence nas próximas 24 horas.
console-today-plan = Planejado na semana passada
console-today-plan-none = Nada foi planejado no relatório da semana passada. Abra o relatório e escolha algo para melhorar.
console-today-plan-unknown = Ainda é cedo para dizer se funciona.
console-today-hour = A última hora
console-today-hour-none = Não chegou nada na última hora.
console-today-moments = { $count ->
         [1] { $count } momento
        *[other] { $count } momentos
    }
console-today-at-least = pelo menos { NUMBER($count) } momentos

console-cases-about = Cada caso é um cliente a reconquistar. Primeiro vem o mais grave; depois, o que vence antes.
console-cases-views = Quais casos
console-cases-mine = Meus
console-cases-unassigned = Sem responsável
console-cases-overdue = Fora do prazo
console-cases-all = Todos
console-cases-type = Tipo
console-cases-segment = Segmento
console-cases-severity = Gravidade
console-cases-owner = Responsável
console-cases-any = Qualquer
console-cases-search-hint = Cliente, caso ou responsável
console-cases-choose-all = Escolher todos
console-cases-take = Assumir
console-cases-assign = Atribuir
console-cases-total = { $count ->
         [1] { $count } caso
        *[other] { $count } casos
    }
console-cases-none = Não há casos abertos
console-cases-none-why = Uma experiência ruim em um momento que importa abre um caso automaticamente. Ele aparece aqui, e sua equipe recebe uma mensagem.
console-cases-none-mine = Você não tem casos abertos
console-cases-none-mine-why = Assuma um em “Sem responsável”: clique em “Eu assumo”.
console-cases-none-unassigned = Todos os casos abertos têm responsável
console-cases-none-unassigned-why = Os casos novos ficam aqui até alguém assumir.
console-cases-none-overdue = Nada está fora do prazo
console-cases-none-overdue-why = Um caso aparece aqui se não foi assumido ou resolvido a tempo, ou se ninguém entrou em contato com o cliente a tempo.
console-cases-none-found = Nenhum caso encontrado
console-cases-none-found-why = Mude a busca ou os filtros.
console-cases-no-filter = Remover todos os filtros
console-cases-done = { $count ->
         [1] { $count } caso alterado.
        *[other] { $count } casos alterados.
    }
console-cases-not-done = { $count ->
         [1] { $count } não mudou: outra pessoa foi mais rápida.
        *[other] { $count } não mudaram: outra pessoa foi mais rápida.
    }
console-cases-undone = { $count ->
         [1] { $count } alteração desfeita.
        *[other] { $count } alterações desfeitas.
    }
console-cases-not-undone = { $count ->
         [1] { $count } não pode mais ser desfeita.
        *[other] { $count } não podem mais ser desfeitas.
    }
console-undo = Desfazer
console-undo-done = Pronto. Você pode desfazer durante um minuto.
console-undo-late = Não é mais possível desfazer: passou mais de um minuto ou o caso mudou desde então.
console-cases-choose-some = Escolha pelo menos um caso.
console-cases-name-owner = Indique quem é o novo responsável.

console-case-open = Abrir
console-case-late = { $clock ->
         [acknowledge] Não assumido, { $by } de atraso
         [contact] Cliente não contatado, { $by } de atraso
        *[resolve] Não resolvido, { $by } de atraso
    }
console-case-what = O que aconteceu
console-case-no-words = O cliente não escreveu nada.
console-case-before = O que veio antes
console-case-journey = A jornada completa
console-case-act = Próxima ação
console-case-take-and-resolve = Assumir e resolver
console-case-take-by = Assumir até
console-case-contact-by = Contatar até
console-case-resolve-by = Resolver até
console-case-done = feito { $time }

console-customers-about = Encontre um cliente pelo identificador que a sua empresa usa, pelo pseudônimo de uma mensagem ou por um caso.
console-customers-search = Identificador, pseudônimo ou caso
console-customers-none = Nenhum cliente encontrado
console-customers-none-why = Confira se está escrito certo: o identificador inteiro precisa corresponder.
console-customers-days = Os pseudônimos foram procurados nos casos abertos e nos últimos { NUMBER($count) } dias.
console-customers-start = De qual cliente você quer ver a jornada?
console-customers-start-why = Uma jornada mostra tudo o que um cliente viveu com a sua empresa: o que foi prometido, o que ele recebeu e o que disse.
console-customers-open = Clientes com um caso aberto
console-customers-seen = visto pela última vez { $time }
console-customers-case = { $case }, { $state }

console-journey-moments = Momentos
console-journey-open-cases = Casos abertos
console-journey-unknown-hint = ainda sem avaliação nem resultado
console-journey-asked = Respostas a uma pesquisa
console-journey-asked-hint = nós perguntamos; os outros vieram sozinhos
console-journey-was-asked = Nós perguntamos
console-journey-silent = Insatisfeito e em silêncio?
console-journey-way = A jornada até agora
console-journey-each = Momento a momento
console-journey-critical = Crítico, gravidade { $severity } de 5:
console-journey-left-out = { $count ->
         [1] { $count } momento anterior não é mostrado.
        *[other] { $count } momentos anteriores não são mostrados.
    }
console-journey-links-ignored = { $count ->
         [1] { $count } vínculo é ignorado: só contam os 100 primeiros.
        *[other] { $count } vínculos são ignorados: só contam os 100 primeiros.
    }
console-journey-empty = Ainda não há nada para julgar
console-journey-empty-why = Só foi enviada uma identificação, ou muitas pessoas compartilham este identificador.
console-journey-promised = Prometido: { $facets }
console-journey-received = Recebido: { $facets }
console-journey-drawn = { $count ->
         [1] Linha do tempo de { $count } momento: { $outcomes }. Ele está na lista abaixo.
        *[other] Linha do tempo de { $count } momentos: { $outcomes }. Todos estão na lista abaixo.
    }
console-promise-made = Feita: { $what }
console-promise-due = Vence { $time }
console-promise-settled = Concluída: { $what }

console-reports-about = O que deu errado, por quê e o que melhorar primeiro. Escolha um período ou as datas que quiser.
console-reports-from = De
console-reports-to = Até
console-reports-open = Abrir o relatório
console-reports-range = O primeiro dia não pode ser depois do último.
console-reports-period = Período
console-reports-bad = Ruins
console-reports-share = Proporção
console-reports-magic = Magia
console-reports-critical = Críticos
console-reports-nothing = não chegou nada
console-reports-adding = ainda sendo contado
console-reports-planned = Planejado. Você vê isso em Hoje, e o próximo relatório mostra o resultado.
console-reports-hint = São contados momentos, não clientes. A proporção é a de experiências ruins entre os momentos com resultado conhecido.
