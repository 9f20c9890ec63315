## O console: Hoje, Casos, Clientes e Relatórios

console-view-only = Somente leitura
console-keys-title = Atalhos do teclado
console-keys-search = Buscar nesta página
console-keys-move = Próxima linha e anterior
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
console-outcome-count = { NUMBER($count) } { $outcome }

console-today-open = { $count ->
         [one] Há { $count } caso aberto.
        *[other] Há { $count } casos abertos.
    }
console-today-late = { $count ->
         [one] { $count } está fora do prazo.
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
console-today-passed-none = Nenhuma hora prometida passou sem resposta.
console-today-close = Promessas a vencer
console-today-close-none = Nenhuma hora prometida vence nas próximas 24 horas.
console-today-plan = Planejado na semana passada
console-today-plan-none = Nada foi planejado no relatório da semana passada. Abra o relatório e escolha uma coisa para melhorar.
console-today-plan-unknown = Ainda é cedo para dizer se funciona.
console-today-hour = A última hora
console-today-hour-none = Nada chegou na última hora.
console-today-moments = { $count ->
         [one] { $count } momento
        *[other] { $count } momentos
    }
console-today-at-least = pelo menos { NUMBER($count) } momentos

console-cases-about = Cada caso é um cliente a reconquistar. Primeiro o mais grave; depois, o que vence antes.
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
         [one] { $count } caso
        *[other] { $count } casos
    }
console-cases-none = Não há casos abertos
console-cases-none-why = Uma experiência ruim em um momento que importa abre um caso sozinha. Ele aparece aqui, e sua equipe recebe uma mensagem.
console-cases-none-mine = Você não tem casos abertos
console-cases-none-mine-why = Assuma um em “Sem responsável”: clique no botão de assumir.
console-cases-none-unassigned = Todos os casos abertos têm responsável
console-cases-none-unassigned-why = Os casos novos ficam aqui até alguém assumir.
console-cases-none-overdue = Nada está fora do prazo
console-cases-none-overdue-why = Um caso aparece aqui quando ninguém assumiu, contatou o cliente ou resolveu a tempo.
console-cases-none-found = Nenhum caso corresponde
console-cases-none-found-why = Mude a busca ou os filtros.
console-cases-no-filter = Remover todos os filtros
console-cases-done = { $count ->
         [one] { $count } caso alterado.
        *[other] { $count } casos alterados.
    }
console-cases-not-done = { $count ->
         [one] { $count } não: outra pessoa foi mais rápida.
        *[other] { $count } não: outra pessoa foi mais rápida.
    }
console-cases-undone = { $count ->
         [one] { $count } alteração desfeita.
        *[other] { $count } alterações desfeitas.
    }
console-cases-not-undone = { $count ->
         [one] { $count } não pode mais ser desfeita.
        *[other] { $count } não podem mais ser desfeitas.
    }
console-undo = Desfazer
console-undo-done = Pronto. Você pode desfazer durante um minuto.
console-undo-late = Não dá mais para desfazer: passou mais de um minuto ou o caso mudou desde então.
console-cases-choose-some = Escolha pelo menos um caso.
console-cases-name-owner = Indique o novo responsável.

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
console-case-act = Próximo passo
console-case-take-and-resolve = Assumir e resolver
console-case-take-by = Assumir até
console-case-contact-by = Contatar até
console-case-resolve-by = Resolver até
console-case-done = feito { $time }

console-customers-about = Encontre um cliente pelo seu próprio identificador, pelo pseudônimo de uma mensagem ou por um caso.
console-customers-search = Identificador, pseudônimo ou caso
console-customers-none = Nenhum cliente encontrado
console-customers-none-why = Confira a grafia: o identificador inteiro precisa corresponder.
console-customers-days = Pseudônimos foram procurados nos casos abertos e nos últimos { NUMBER($count) } dias.
console-customers-start = De quem você quer ver a jornada?
console-customers-start-why = Uma jornada mostra tudo o que um cliente viveu com você: o que foi prometido, o que chegou e o que ele disse.
console-customers-open = Clientes com um caso aberto
console-customers-seen = visto por último { $time }
console-customers-case = { $case }, { $state }

console-journey-moments = Momentos
console-journey-open-cases = Casos abertos
console-journey-unknown-hint = ainda sem avaliação nem resultado
console-journey-asked = Respostas a uma pesquisa
console-journey-asked-hint = nós perguntamos; os outros vieram sozinhos
console-journey-was-asked = Nós perguntamos
console-journey-silent = Insatisfeito e em silêncio?
console-journey-way = O caminho até agora
console-journey-each = Momento a momento
console-journey-critical = Crítico, gravidade { $severity } de 5:
console-journey-left-out = { $count ->
         [one] { $count } momento anterior não é mostrado.
        *[other] { $count } momentos anteriores não são mostrados.
    }
console-journey-links-ignored = { $count ->
         [one] { $count } vínculo é ignorado: só contam os 100 primeiros.
        *[other] { $count } vínculos são ignorados: só contam os 100 primeiros.
    }
console-journey-empty = Ainda não há nada a julgar
console-journey-empty-why = Só foi enviada uma identificação, ou muitas pessoas compartilham este identificador.
console-journey-promised = Prometido: { $facets }
console-journey-received = Recebido: { $facets }
console-journey-drawn = { $count ->
         [one] Linha do tempo de { $count } momento: { $outcomes }. Ele está na lista abaixo.
        *[other] Linha do tempo de { $count } momentos: { $outcomes }. Todos estão na lista abaixo.
    }
console-promise-made = Feita: { $what }
console-promise-due = Vence { $time }
console-promise-settled = Concluída: { $what }

console-reports-about = O que deu errado, por quê e o que melhorar primeiro. Escolha um período ou seus próprios dias.
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
console-reports-adding = somando
console-reports-planned = Planejado. Hoje o mostra, e o próximo relatório diz o que resultou.
console-reports-hint = Contam-se momentos, não clientes. A proporção é a de experiências ruins entre os momentos com resultado conhecido.
