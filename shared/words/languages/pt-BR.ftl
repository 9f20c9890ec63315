# Todas as frases que uma pessoa lê, em português do Brasil. Trata-se por você. As mensagens e seus argumentos são os de en.ftl;
# docs/glossary.md diz qual palavra corresponde a cada ideia.

-language = Portuguese

## Numbers, durations and dates

number-decimal-mark = ,
number-group-mark = {"."}
number-group-from = 4
percentage = { $number }%
ordinal = { $place }º
duration-seconds = { $count ->
         [1] { $count } segundo
        *[other] { $count } segundos
    }
duration-minutes = { $count ->
         [1] { $count } minuto
        *[other] { $count } minutos
    }
duration-hours = { $count ->
         [1] { $count } hora
        *[other] { $count } horas
    }
duration-days = { $count ->
         [1] { $count } dia
        *[other] { $count } dias
    }
ago = há { $duration }
list = { $sound ->
        *[other] { $names } e { $last }
    }
month =
    .january = janeiro
    .february = fevereiro
    .march = março
    .april = abril
    .may = maio
    .june = junho
    .july = julho
    .august = agosto
    .september = setembro
    .october = outubro
    .november = novembro
    .december = dezembro
month-short =
    .january = jan
    .february = fev
    .march = mar
    .april = abr
    .may = mai
    .june = jun
    .july = jul
    .august = ago
    .september = set
    .october = out
    .november = nov
    .december = dez
weekday =
    .monday = segunda-feira
    .tuesday = terça-feira
    .wednesday = quarta-feira
    .thursday = quinta-feira
    .friday = sexta-feira
    .saturday = sábado
    .sunday = domingo
weekday-short =
    .monday = seg
    .tuesday = ter
    .wednesday = qua
    .thursday = qui
    .friday = sex
    .saturday = sáb
    .sunday = dom
date-long = { $weekday }, { $day } de { $month } de { $year }
date-of-month = { $month } de { $year }
date-of-day = { $day } de { $month }
date-of-day-and-year = { $day } de { $month } de { $year }
date-span-of-month = { $first }–{ $last }
date-span = { $first } – { $last }
date-short = { $weekday } { $day } { $month }
date-short-and-year = { $weekday } { $day } { $month } { $year }
date-and-time = { $date }, { $time } ({ $zone })
period-week = Semana { $week } de { $year } ({ $days })
period-quarter = { $quarter }º trimestre de { $year }

## Words that many places share

quoted = “{ $words }”
yes = sim
no = não
of = { $count } de { $of }
from-to = { $low } a { $high }
customer-named = Cliente { $customer }
case-named = Caso { $case }
severity-of-five = { $severity } de 5
unassigned = Sem responsável

## The judgement: stages, outcomes, ratings

stage-zero = Pesquisa (zero)
stage-first = Encontro (primeiro)
stage-second = Uso (segundo)
stage-ultimate = Opinião (último)
outcome-misery = experiência ruim
outcome-average = normal
outcome-magic = magia
outcome-unknown = desconhecido
method-correction = uma pessoa
method-explicit = o remetente
method-rating = a avaliação
method-gap = a comparação entre o prometido e o recebido
method-operational = os tempos e a resolução
method-text = as palavras do cliente
verdict-good = melhor que o esperado
verdict-okay = como esperado
verdict-bad = pior que o esperado
rating =
    .csat = satisfação
    .ces = facilidade
    .stars = estrelas
    .nps = probabilidade de recomendar
    .verdict = opinião
dimension-listened = a escuta
dimension-options = as opções oferecidas
dimension-accompanied = o acompanhamento
dimension-empathy = a empatia
dimension-transparency = a transparência
dimension-communication = a clareza da comunicação
promise-open = pendente
promise-kept = cumprida
promise-exceeded = superada
promise-broken = quebrada
promise-expired = vencida
facet-due-at = prazo prometido
clause-first-contact = Primeiro contato registrado com o seu atendimento
clause-first-exchange = Primeira vez que o cliente recebe o que comprou
clause-broken-promise = Uma promessa foi claramente quebrada
clause-importance = Este tipo de contato importa muito
clause-repeat = Este cliente teve outro problema há pouco tempo
clause-public = Outras pessoas puderam ver

## Reasons of a judgement

reason-stage-sent = O remetente indicou a etapa
reason-stage-by-type = Este tipo de contato pertence a esta etapa
reason-stage-before-purchase = Aconteceu antes de qualquer compra
reason-stage-after-purchase = Aconteceu depois de uma compra
reason-stage-about = Pertence à etapa do momento a que se refere
reason-stage-by-channel = Este tipo não está no catálogo: a etapa vem do canal ({ $channel }) e da jornada até ali
reason-stage-by-words = Este tipo não está no catálogo: a etapa vem das palavras do cliente ({ $percent } de certeza)
reason-asks-for-help = O cliente pede ajuda e não dá uma opinião ({ $percent } de certeza)
reason-stage-by-journey = Este tipo não está no catálogo: a etapa vem da jornada até ali
reason-explicit = O remetente indicou como terminou
reason-csat = Satisfação: { $given } de 5
reason-stars = Estrelas: { $given } de 5
reason-ces = Facilidade: { $given } de 7
reason-verdict = O cliente disse: { $verdict }
reason-nps = Probabilidade de recomendar após este momento: { $given } de 10
reason-rated-on = Avaliação na escala do remetente: { $rating } { $given } de { $highest }
reason-rated-on-reversed = Avaliação na escala do remetente: { $rating } { $given } de { $highest }; um número baixo é bom
reason-off-scale = Avaliação ignorada: fora da escala do remetente ({ $rating })
reason-dimension = Nota baixa para { $dimension }: { $given } de 5
reason-gap = { $way ->
         [less] No conjunto, menos que o prometido ({ $gap }, de −1 a +1)
         [more] No conjunto, mais que o prometido ({ $gap }, de −1 a +1)
        *[same] No conjunto, o prometido
    }
reason-facet-missed = Menos que o prometido: { $facet } ({ $gap })
reason-facet-kept = Como prometido: { $facet }
reason-facet-exceeded = Mais que o prometido: { $facet } ({ $gap })
reason-extra = Não foi prometido, mas foi recebido: { $facet }
reason-facets-unreported = { $count ->
         [1] Não se sabe se { $count } promessa foi cumprida
        *[other] Não se sabe se { $count } promessas foram cumpridas
    }
reason-facets-not-comparable = { $count ->
         [1] { $count } promessa não pôde ser comparada com o recebido
        *[other] { $count } promessas não puderam ser comparadas com o recebido
    }
reason-on-time = No prazo
reason-late = { $by } de atraso (tolerância: { $tolerated })
reason-early = { $by } de antecedência, e aqui quanto antes, melhor
reason-late-tolerated = { $by } de atraso, dentro do tolerado ({ $tolerated })
reason-unresolved = O problema não foi resolvido
reason-resolved-by-customer = O cliente disse que o problema foi resolvido
reason-reopened = { $count ->
         [1] Reaberto { $count } vez (tolerado: { $tolerated })
        *[other] Reaberto { $count } vezes (tolerado: { $tolerated })
    }
reason-reopened-tolerated = { $count ->
         [1] Reaberto { $count } vez, dentro do tolerado ({ $tolerated })
        *[other] Reaberto { $count } vezes, dentro do tolerado ({ $tolerated })
    }
reason-not-reopened = Não foi reaberto
reason-abandoned = O cliente desistiu
reason-completed = O cliente concluiu
reason-acknowledged = Primeira resposta após { $after } (meta: { $target })
reason-slow-acknowledgement = Primeira resposta lenta: { $after } (meta: { $target })
reason-greeted = Saudação de uma pessoa após { $after } (meta: { $target })
reason-slow-greeting = Saudação demorada de uma pessoa: { $after } (meta: { $target })
reason-complaint = O cliente reclamou
reason-transferred = { $count ->
         [1] Transferido { $count } vez (a partir de { $limit }, são vezes demais)
        *[other] Transferido { $count } vezes (a partir de { $limit }, são vezes demais)
    }
reason-few-transfers = { $count ->
         [1] Transferido { $count } vez (vira um problema a partir de { $limit })
        *[other] Transferido { $count } vezes (vira um problema a partir de { $limit })
    }
reason-promise-overdue = O cliente teve de cobrar algo que estava com { $by } de atraso (tolerância: { $tolerated })
reason-laborious = Um problema por si só: { $kind }
reason-read = Segundo as palavras do cliente: { $outcome } ({ $percent } de certeza)
reason-words-unclear = As palavras do cliente não dizem como terminou
reason-words-ask = O cliente só fez uma pergunta
reason-also = Nem tudo coincide. Segundo { $method }: { $outcome }
reason-also-rated = Outra avaliação diz o contrário: { $rating }, { $given }
reason-nps-only = O cliente só disse se recomendaria a sua empresa: isso avalia a relação, não este momento
reason-nothing-said = Ainda não há avaliação nem resultado
reason-journey-too-long = A jornada é longa demais: este momento foi julgado isoladamente
reason-earlier-summarized = Jornada longa: o julgamento usou os contatos mais recentes e um resumo dos { $count } anteriores
reason-first-on-record = Primeiro contato registrado com o seu atendimento
reason-known-since = Já era cliente antes do primeiro contato registrado
reason-about-missing = O contato a que se refere ainda não chegou
reason-claimed = Não verificado: nada comprova que foi este cliente quem enviou
reason-claims-flood = Sem alerta: nesse dia chegaram mais de { $count } mensagens não verificadas em nome deste cliente, todas com a mesma chave
reason-history = Sem alerta: importado como histórico
reason-corrected = Uma pessoa diz: { $outcome }
reason-corrected-somehow = Uma pessoa corrigiu como terminou
reason-ruled = Sem a correção, segundo { $method }: { $outcome }
reason-ruled-nothing = Nenhuma regra dizia como terminou
reason-blamed = Uma pessoa aponta a causa: { $cause }
reason-set-aside-spam = Uma pessoa diz: spam, um teste ou um robô; não conta
reason-set-aside-duplicate = Uma pessoa diz: é o mesmo que outro contato; não conta
reason-set-aside-other = Uma pessoa diz: aconteceu com outro cliente
reason-set-aside-somehow = Uma pessoa diz que não é a experiência deste cliente
reason-taken-back = Uma pessoa retirou uma correção
reason-rating-doubtful = A nota e as palavras se contradizem: a nota sozinha não torna o momento crítico
reason-silent-friction = { $count } problemas de { $kinds } tipos em duas semanas, e nenhuma reclamação
reason-silent-broken-promise = Uma promessa foi quebrada há pouco tempo e o cliente não reclamou
reason-silent-expired-promise = Um prazo prometido passou há pouco tempo, sem resultado e sem reclamação
reason-echo = É o mesmo problema de um momento anterior, não um novo
reason-promise-expired = O prazo prometido passou e ninguém informou que a promessa foi cumprida (tolerância: { $tolerated })
reason-done-in-time = Foi cumprido a tempo, mas só foi informado depois
reason-promise-cancelled = O pedido já estava cancelado nesse momento
reason-promise-moved = Nesse momento já havia outro prazo prometido
weight-clause = { $clause } { $points }
weight-repeat = { $count } falhas recentes { $points }
weight-waiting = Ainda esperando, { $by } depois do prazo prometido { $points }
weight-promised = Prometido há { $since } { $points }
weight-late = { $by } de atraso { $points }
weight-came = Chegou atrasado, mas chegou { $points }
weight-words = As palavras são claras ({ $percent } de certeza) { $points }
weight-score = A pior nota { $points }
weight-decisive = Decisivo para este cliente { $points }
weight-many = Muitas falhas recentes: { $count } { $points }
weight-told = O cliente nos disse { $count } vezes { $points }
weight-silent = O cliente ainda não disse nada { $points }
weight-value = Muito valor em jogo { $points }

## Cases

case-open = aberto
case-acknowledged = assumido
case-contacted = cliente contatado
case-resolved = resolvido
case-verified = verificado pelo cliente
case-lost = perdido
overdue-acknowledge = Fora do prazo: ninguém assumiu este caso
overdue-contact = Fora do prazo: ninguém entrou em contato com o cliente
overdue-resolve = Fora do prazo: este caso ainda não foi resolvido
action-acknowledge = Eu assumo
action-contact = Cliente contatado
action-resolve = Resolver
action-show = Abrir o caso
action-lose = Marcar como perdido
action-assign = Passar para outra pessoa
happened =
    .opened = aberto
    .joined = outro problema do mesmo cliente
    .reopened = reaberto
    .acknowledged = assumido
    .assigned = passado para outra pessoa
    .contacted = cliente contatado
    .resolved = resolvido
    .verified = verificado pela avaliação seguinte do cliente
    .lost = cliente perdido
    .escalated = escalado
    .undone = passo desfeito
medium =
    .phone = por telefone
    .email = por e-mail
    .chat = por chat
    .in_person = pessoalmente
    .letter = por carta
    .other = de outra forma
no-case =
    .history = Sem caso: importado como histórico
    .claims = Sem caso: passou do limite de alertas por mensagens não verificadas
    .old = Sem caso: já era antigo demais para um alerta quando o Moments o julgou
transition-opened = Novo caso
transition-joined = Outro problema em um caso aberto
transition-reopened = Caso reaberto

## Messages to the team's channels

gathered = { $count ->
         [1] { $count } novo caso em { $duration }
        *[other] { $count } novos casos em { $duration }
    }
gathered-overdue = { $count ->
         [1] { $count } caso fora do prazo
        *[other] { $count } casos fora do prazo
    }
message-stage = Etapa
message-touchpoint = Tipo de contato
message-list =
    { $count ->
        [1] { $count } caso para a lista de hoje
       *[other] { $count } casos para a lista de hoje
    }
message-list-mild = A gravidade deles é menor que { $from }; por isso esperaram pela lista. Cada um tem seu próprio caso.
message-list-capacity = A equipe já tinha seus { $cases } casos do dia; por isso estes esperaram pela lista. Cada um tem seu próprio caso.
message-list-silenced = Os alertas destes casos estavam silenciados: { $reason } ({ $by }). Cada um tem seu próprio caso.
message-closed = O caso foi encerrado automaticamente: nenhuma promessa foi quebrada
message-closed-in-time = O caso foi encerrado automaticamente: a promessa foi cumprida no prazo, mas só foi informada depois
message-closed-cancelled = O caso foi encerrado automaticamente: o pedido já estava cancelado
message-closed-corrected = Caso encerrado: uma pessoa corrigiu o julgamento
message-closed-moved = O caso foi encerrado automaticamente: já havia outro prazo prometido
message-closed-about = O caso foi encerrado automaticamente: { $about } · nenhuma promessa foi quebrada
message-taken = { $name } está cuidando do caso
message-taken-about = { $name } está cuidando do caso: { $about }
message-undone = { $name } desfez o último passo: o caso voltou ao estado “{ $state }”
message-undone-about = { $name } desfez o último passo: { $about } voltou ao estado “{ $state }”
message-when = Quando
message-severity = Gravidade
message-value = Valor em risco
message-channel = Canal
message-state = Estado
message-owner = Responsável
message-actor = Por
message-due = Vencia em
message-opened = Aberto
message-critical = Por que é crítico
message-judged = Como foi julgado
message-promised = Prometido e recebido
message-before = Contatos anteriores
message-not-verified = não verificado
message-place-in-journey = { $place } da jornada
message-deciding-words = Palavras decisivas
message-promise-ends = Uma promessa está prestes a vencer
message-promised-by = Prometido para
message-promise = Promessa
message-promise-hint = Ela ainda pode ser cumprida. Se até lá ninguém informar que foi cumprida, um caso será aberto.
message-promise-promised = prometido
message-promise-received = recebido
message-promise-unknown = resultado desconhecido
message-time-before = { $duration } antes
message-grouped = Agrupados em uma só mensagem. Cada um tem seu próprio caso.
message-grouped-overdue = Agrupados em uma só mensagem.
message-first = Primeiro
message-last = Último
message-kinds = Tipos de contato
message-other-kinds = { NUMBER($count) } × outros tipos
message-worst = Os mais graves
message-open-queue = Abrir a fila
message-report = Relatório { $period }
message-open-report = Abrir o relatório
message-channel-disabled = O canal { $channel } foi desativado
message-channel-disabled-why = O endereço responde que não existe mais (410). Nada mais é enviado para lá.
message-channel-dead = O Moments parou de tentar enviar uma mensagem ao canal { $channel }
message-channel-dead-why = A mensagem falhou vezes demais. Ela fica guardada e você pode reenviá-la. Pode haver mais: este aviso chega uma vez por dia.
message-shortened = … cortado: era longo demais
message-open-in-app = O Moments tem uma mensagem para sua equipe. Abra-a em um aplicativo que mostre cartões.

## Pages about cases

case-title = Caso { $case }
case-customer = cliente { $customer }
case-of = Caso { $case } · cliente { $customer }
case-next-step = Prazo
case-due-acknowledge = Assumir até { $time }
case-due-contact = Entrar em contato com o cliente até { $time }
case-due-resolve = Resolver até { $time }
case-silenced = Sem alerta até { $until }: { $reason } ({ $by })
case-your-name = Seu nome
case-how = Como
case-said = O que foi conversado
case-new-owner = Novo responsável
case-note = Observação
case-cause = Causa
case-choose = Escolha uma
case-likely = Prováveis
case-others = Todas as outras
case-done = O que foi feito
case-gesture = Gesto para o cliente, se houve
case-gesture-example = uma sobremesa grátis
case-cost = Custo
case-currency = Moeda
case-resolved-button = Resolvido
case-what-happened = O que aconteceu
case-history = Histórico
case-missing = Abra o caso por uma mensagem mais recente ou pela fila.
case-page = Caso
case-touchpoint = contato
case-is-of = { $who } está com este caso. Estado: { $state }.
case-is = Estado deste caso: { $state }.
link-used = Este link já foi usado. Ele funciona uma única vez.
link-expired = Este link expirou
link-wrong = Este link não funciona
link-failed = Não funcionou; tente de novo
link-report-expired = O link do relatório de { $period } expirou.
reports-first = De
reports-last = Até
reports-pick = Mostrar o relatório
reports-missing = Os números continuam lá. Abra o relatório com uma chave de leitura ou pergunte à pessoa que enviou o link.
queue-title = Casos abertos
queue-empty = Nenhum caso aberto.
queue-order = Os mais graves primeiro.
queue-more = Há mais casos do que esta página mostra.

## Pages for visitors

form-error-title = Não foi possível enviar o formulário
form-error-what-to-do = Nada foi salvo. Volte, corrija o que está indicado abaixo e envie de novo.
thanks-title = Obrigado
thanks-text = Recebemos sua mensagem. Você pode fechar esta página.
underway-title = Preparando o relatório
underway-text = { NUMBER($ready) } de { NUMBER($days) } dias estão prontos. Esta página se atualiza sozinha.
reports-title = Relatórios
reports-open = em andamento
reports-weeks = Semanas
reports-months = Meses
reports-days = Dias
reports-quarters = Trimestres
reports-years = Anos

## What is wrong with a field

complaint-missing = está faltando
complaint-empty = está vazio
complaint-too-long = tem mais de { $limit } caracteres
complaint-cut = tem mais de { $limit } caracteres e foi cortado nesse ponto
complaint-nobody = não indica ninguém
complaint-clock-ahead = o relógio do remetente está { $seconds } s adiantado; os horários foram corrigidos
complaint-misspelt = campo desconhecido; você quis dizer { $field }? Coloque os campos próprios em { $own }
complaint-twice-as = foi enviado duas vezes, também como { $field }, com valores diferentes
complaint-twice = foi enviado duas vezes
complaint-whole-and-parts = foi enviado inteiro e também em partes
complaint-unknown-field = campo desconhecido
complaint-unknown-field-of-touchpoint = campo desconhecido; coloque os campos próprios dentro de { $field }
complaint-not-text = deve ser um texto
complaint-not-object = deve ser um objeto
complaint-not-flag = deve ser sim ou não (true ou false)
complaint-not-one-of = deve ser um destes valores: { $values }
complaint-not-whole = deve ser um número inteiro de { $low } a { $high }
complaint-not-number = deve ser um número de { $low } a { $high }
complaint-not-facet = deve ser um número, uma palavra de no máximo { $limit } caracteres, true ou false
complaint-not-time = deve ser uma data e hora RFC 3339 com fuso, como { $example }
complaint-not-name = deve ser um nome com letras a-z, dígitos e _, começando por uma letra
complaint-not-snake-case = deve estar em snake_case: a-z, 0-9 e _, começando por uma letra
complaint-not-language = deve ser o código de um idioma, como { $example }
complaint-not-address = deve ser um endereço completo, com http ou https
complaint-not-currency = deve ser um código de moeda ISO 4217, como { $example }
complaint-name-length = deve ter um nome de { $low } a { $high } caracteres
complaint-names-length = deve ter nomes de { $low } a { $high } caracteres
complaint-no-staff = deve indicar um identificador ou uma equipe
complaint-many-facets = tem mais de { $limit } facetas
complaint-many-entries-at-one-level = tem mais de { $limit } entradas em um nível
complaint-many-entries = tem mais de { $limit } entradas
complaint-too-deep = está aninhado em mais de { $limit } níveis
complaint-number-out-of-range = é um número grande ou pequeno demais
complaint-too-small = é pequeno demais
complaint-future-minutes = está mais de { $limit } minutos no futuro
complaint-future-years = está mais de { $limit } anos no futuro
complaint-past-hours = está mais de { $limit } horas no passado
complaint-before-year = é anterior ao ano { $year }
complaint-more = e mais { NUMBER($count) }
complaint-needs-secret = precisa de uma chave de escrita secreta
complaint-too-large = o contato ocupa mais de { $limit } bytes
complaint-not-touchpoint = um contato deve ser um objeto
complaint-cannot-be-stored = contém um valor que não pode ser guardado
complaint-not-json = não pode ser escrito como JSON

## Names of touchpoint types and channels

touchpoint-type =
    .search = busca
    .comparison = comparação
    .ad_click = clique em anúncio
    .review_read = avaliação lida
    .recommendation_heard = recomendação recebida
    .site_visit = visita ao site
    .store_visit = visita à loja
    .location_visit = visita ao local
    .sign_up = cadastro
    .quote = orçamento
    .demo = demonstração
    .greeting = saudação
    .support_contact = contato com o suporte
    .purchase = compra
    .delivery = entrega
    .onboarding = primeiros passos
    .product_use = uso do produto
    .billing = cobrança
    .complaint = reclamação
    .return = devolução
    .follow_up = acompanhamento
    .survey = pesquisa
    .review = avaliação pública
    .social_post = publicação em redes sociais
    .referral = indicação a outra pessoa
    .content_seen = conteúdo visto
    .newsletter_read = newsletter lida
    .brochure_read = folheto lido
    .price_check = consulta de preço
    .availability_check = consulta de disponibilidade
    .directions_lookup = consulta de como chegar
    .app_install = instalação do aplicativo
    .self_service = autoatendimento
    .page_error = erro de página
    .form_error = erro de formulário
    .form_abandoned = formulário abandonado
    .cart_abandoned = carrinho abandonado
    .login_failed = falha de login
    .app_crash = falha do aplicativo
    .fitting = prova do produto
    .out_of_stock = produto esgotado
    .queue_left = fila abandonada
    .store_closed = loja fechada
    .trial = período de teste
    .appointment = atendimento agendado
    .appointment_missed = atendimento a que faltamos
    .phone_call = ligação telefônica
    .callback = retorno de ligação
    .chat_session = conversa por chat
    .sms_exchange = conversa por SMS
    .email_exchange = conversa por e-mail
    .social_message = mensagem em redes sociais
    .letter_exchange = carta
    .call_dropped = ligação que caiu
    .bot_loop = sem saída do robô de atendimento
    .message_unanswered = mensagem sem resposta
    .asked_again = teve de repetir o pedido
    .handover = transferência acompanhada
    .gesture = gesto para o cliente
    .staff_observation = observado pela equipe
    .renewal = renovação
    .order_change = alteração de pedido
    .pickup = retirada
    .installation = instalação
    .delivery_delayed = entrega atrasada
    .promise_expired = promessa vencida
    .delivery_missed = entrega não realizada
    .outage = interrupção do serviço
    .repair = conserto
    .cancellation = cancelamento
    .payment_failed = pagamento recusado
    .refund = reembolso
    .price_change = mudança de preço
    .testimonial = depoimento
    .identify = identificação
channel =
    .web = web
    .store = loja
    .phone = telefone
    .chat = chat
    .sms = SMS
    .email = e-mail
    .social = redes sociais
    .app = aplicativo
    .post = correio
    .delivery = entrega
    .billing = cobrança
    .search = busca
    .ad = anúncio
    .review_site = site de avaliações

## Reports: numbers and comparisons

report-too-few = muito poucos
report-not-measurable = não mensurável
report-read-as = { $counts }, segundo as palavras dos clientes
report-too-few-answers = muito poucas
report-likely = provável: { $range }
report-count-and-percent = { $counts } ({ $percent })
report-count-and-likely = { $counts } ({ $percent }, provável: { $range })
report-points = { $points } pontos
report-rose = subiu
report-fell = caiu
report-could-be-chance = pode ser por acaso
report-too-few-to-compare = muito poucos para comparar
report-customers = { $count ->
         [1] { $count } cliente
        *[other] { $count } clientes
    }
report-moments = { $count ->
         [1] { $count } momento
        *[other] { $count } momentos
    }
report-critical-count = { $count ->
         [1] { $count } crítico
        *[other] { $count } críticos
    }
report-before = antes: { $before }
report-now-and-before = { $now } (antes: { $before })
report-about = cerca de { $count }
report-voice-unsolicited = não consultados
report-voice-solicited = consultados
report-voice-staff = observado pela equipe
report-channel-not-named = Não informado
report-other-channels = Outros canais
report-other-kinds = outros tipos
report-all-customers = Todos os clientes
report-broken-promises = Promessas quebradas
report-facet-due = o prazo prometido
report-happened =
    .opened = abertos
    .joined = com outro problema
    .escalated = escalados
    .reopened = reabertos
    .acknowledged = assumidos
    .contacted = com o cliente contatado
    .resolved = resolvidos
    .verified = verificados pela avaliação seguinte
    .lost = com o cliente perdido
report-scale-csat = CSAT
report-scale-ces = CES
report-scale-nps = NPS
report-scale-stars = Estrelas
report-scale-verdict = Bom, normal, ruim
report-scale-of-five = proporção de 4 e 5 em 5
report-scale-of-seven = proporção de 5 a 7 em 7; 7 é fácil
report-scale-of-nps = promotores (9–10) menos detratores (0–6)
report-scale-of-verdict = proporção de “bom”

## Reports: the verdict and the notes

report-verdict-no-moments = Nenhum momento neste período.
report-verdict-nothing-before = Ainda não há com o que comparar: o período anterior não tem momentos.
report-verdict-too-few = Muito poucos clientes com resultado conhecido para comparar com o período anterior.
report-verdict-short = Clientes com uma experiência ruim: { $rate }. São necessárias oito semanas para saber o que é normal.
report-verdict-worse = Pior. { $now } tiveram uma experiência ruim; no período anterior, { $before }.
report-verdict-better = Melhor. { $now } tiveram uma experiência ruim; no período anterior, { $before }.
report-verdict-same = Sem mudança clara. { $now } tiveram uma experiência ruim; no período anterior, { $before }. Pode ser por acaso.
report-verdict-same-overall = No conjunto, sem mudança clara. { $now } tiveram uma experiência ruim; no período anterior, { $before }. Pode ser por acaso.
report-verdict-kinds-worse = Piorou: { $kinds }.
report-verdict-kinds-better = Melhorou: { $kinds }.
report-verdict-asked-worse = As pesquisas pioraram: { $now } tiveram uma experiência ruim; antes, { $before }.
report-verdict-asked-better = As pesquisas melhoraram: { $now } tiveram uma experiência ruim; antes, { $before }.
report-of-customers = { $count } de { $of } clientes ({ $percent })
report-of-customers-asked = { $count } de { $of } clientes consultados ({ $percent })
report-coverage = { $moments } de { $customers }; resultado conhecido em { $judged }
report-note-day-open = O dia não terminou; os números vão mudar
report-note-period-open = O período não terminou (dia { $begun } de { $days }); os números vão mudar
report-note-judged-again = Alguns momentos foram julgados de novo depois que este relatório foi enviado em { $day }; estes números são os atuais
report-note-came-late = Depois do envio deste relatório em { $day }, chegaram mais dados ({ $moments }); estes números já os incluem
report-note-no-data = Sem dados em { $days }
report-note-no-data-days = { $count ->
         [1] { $count } dia sem dados, o primeiro em { $first }
        *[other] { $count } dias sem dados, o primeiro em { $first }
    }
report-note-corrected = { $moments ->
        [1] { $moments } momento corrigido por pessoas
       *[other] { $moments } momentos corrigidos por pessoas
    }; estes números já incluem as correções
report-note-corrected-and-void = { $moments ->
        [1] { $moments } momento corrigido por pessoas
       *[other] { $moments } momentos corrigidos por pessoas
    }; destes, excluídos por serem spam ou duplicados: { $void }
report-note-nothing-before = O período anterior não tem momentos, por isso não há comparação
report-note-gaps-before = O período anterior não tem dados em { $days } de seus { $of } dias; a comparação usa os demais
report-note-silent = “{ $source }” parou de enviar: nada neste período, { $before } no anterior
report-note-silent-since = “{ $source }” parou de enviar: nada desde { $day } ({ $duration }), { $before } nos mesmos dias do período anterior
report-note-sampled = Algumas proporções se baseiam em uma amostra aleatória de pelo menos { $percent } dos clientes
report-note-rare-kinds = Os tipos de contato menos frequentes são contados juntos: { $moments }

## Reports: notice to the channels

report-notice-cases = Casos: { $cases }.
report-notice-open = { $count ->
         [1] { $count } aberto agora
        *[other] { $count } abertos agora
    }
report-overdue-none = Nenhum caso está fora do prazo.
report-overdue = { $count ->
         [1] { $count } caso está fora do prazo.
        *[other] { $count } casos estão fora do prazo.
    }
report-overdue-worth = { $count ->
         [1] { $count } caso está fora do prazo.
        *[other] { $count } casos estão fora do prazo.
    } Valor em risco: { $value }.

monitoring-plurals =
    .billing = cobranças
    .complaint = reclamações
    .delivery = entregas
    .demo = demonstrações
    .follow_up = acompanhamentos
    .greeting = saudações
    .product_use = usos do produto
    .purchase = compras
    .quote = orçamentos
    .return = devoluções
    .review = avaliações públicas
    .sign_up = cadastros
    .site_visit = visitas ao site
    .social_post = publicações em redes sociais
    .store_visit = visitas à loja
    .support_contact = contatos com o suporte
    .survey = respostas de pesquisa
monitoring-kind = momentos do tipo { $name }
monitoring-late = { $share } de { $what } com atraso ({ $counts })
monitoring-arrived = do que chegou ({ $what }), { $share } com atraso ({ $counts })
monitoring-bad = { $share } de { $what } com experiência ruim ({ $counts })
monitoring-asked = { $share } de { $what } com experiência ruim nas pesquisas ({ $counts })
monitoring-promise = { $share } das promessas sobre { $what } não foram cumpridas ({ $counts })
monitoring-counts = { $bad } de { $of }
monitoring-up = acima do normal de { $range }
monitoring-down = abaixo do normal de { $range }
monitoring-back = de volta ao normal de { $range }
monitoring-too-few = fora do normal desde a semana de { $day }; ainda são poucos para dizer se continua
monitoring-normal = o normal é { $range }
monitoring-outside = um pouco fora do normal de { $range }; em uma só semana pode ser por acaso
monitoring-since = desde a semana de { $day }
monitoring-seasonal = pode ser sazonal
monitoring-season = temporada: { $name }
monitoring-missed = meta de { $target } não atingida desde a semana de { $day }
monitoring-above = acima da meta de { $target }
monitoring-above-perhaps = acima da meta de { $target }; pode ser por acaso
monitoring-kept = meta de { $target } atingida
monitoring-calm = Nada saiu da faixa normal. { $level }
monitoring-unclear = Sem mudança clara. { $level }
monitoring-so-far = Até agora nesta semana: { $level }
monitoring-more = Mais { $number } abaixo.
monitoring-evidence = Desde então: { $counts } ({ $share }). Antes: { $before }.
monitoring-title = Semana a semana
monitoring-how = como uma mudança é detectada
monitoring-others = Tudo o mais que é acompanhado ({ $number })
monitoring-moments = ver os momentos
monitoring-scale = 0 a { $top }
monitoring-why = A faixa é onde costumam ficar 19 de cada 20 semanas, segundo as anteriores. A linha tracejada é a meta. Uma mudança só é informada se for muito improvável que seja por acaso: em média, meio alarme falso por ano em tudo o que é acompanhado. Semanas conhecidas: { $number }.

## Relatórios: o título e os cartões

plain-nothing = Não chegou nada.
plain-unknown = Ninguém disse como foi.
plain-nobody = Nenhum cliente ficou insatisfeito.
plain-few = { $count ->
         [1] { $count } de { $of } clientes ficou insatisfeito.
        *[other] { $count } de { $of } clientes ficaram insatisfeitos.
    }
plain-late-more = Mais atrasos que o normal: { $what }.
plain-late-fewer = Menos atrasos que o normal: { $what }.
plain-late-missed = Atrasos demais: { $what }.
plain-promise-more = Mais promessas quebradas que o normal: { $what }.
plain-promise-fewer = Menos promessas quebradas que o normal: { $what }.
plain-promise-missed = Promessas quebradas demais: { $what }.
plain-bad-more = Mais clientes insatisfeitos que o normal: { $what }.
plain-bad-fewer = Menos clientes insatisfeitos que o normal: { $what }.
plain-bad-missed = Clientes insatisfeitos demais: { $what }.
plain-back = De volta ao normal: { $what }.
plain-calm = Nada de incomum aconteceu.
plain-unclear = Não há nenhuma mudança clara.
plain-perhaps = { $sentence } Pode ser por acaso.
plain-so-far = Até agora: { $sentence }
front-number-customers = dos clientes tiveram uma experiência ruim ({ $counts })
front-cards = O que fazer primeiro
front-card-times = { $what }: atrasou ou não chegou
front-card-times-rate = { $rate } prazos prometidos não foram cumpridos
front-card-rate = { $rate } clientes tiveram uma experiência ruim
front-whom = Para quem
front-whom-segment = Mais vezes para { $name }: { $here }. Para os demais: { $elsewhere }.
front-whom-channel = Mais vezes por { $name }: { $here }. Pelos demais: { $elsewhere }.
front-why = Por quê
front-told = { $count ->
         [1] { $count } avaliação ruim ou reclamação fala disso
        *[other] { $count } avaliações ruins e reclamações falam disso
    }
front-stake = Em jogo
front-phrase = { $phrase } ({ $here }; os demais: { $elsewhere })
front-weeks-counted = { $count ->
         [1] esta semana
        *[other] últimas { $count } semanas
    }
front-others-say = As demais dizem: { $phrases }.
front-writing = Avaliações com comentário: ruins, { $unhappy }; as demais, { $others }.
front-read = O comentário coincide com a nota: { $languages }.
staff-teams-title = Causas por equipe
staff-teams-hint = Casos resolvidos e suas causas, pela equipe que atendeu o cliente. Nunca por pessoa.
staff-team = Equipe
staff-coach = { $cause } ({ $part }, para treinamento)
staff-gestures-title = Gestos e seus resultados
staff-given = Gesto
staff-resolved = Casos resolvidos
staff-cost = Custo
staff-verified = Casos encerrados que o cliente confirmou
staff-nothing-given = Nenhum
staff-advocates = { $count ->
         [1] Elogios públicos de clientes depois de uma falha: { $count }.
        *[other] Elogios públicos de clientes depois de uma falha: { $count }.
    }
staff-thanks = Agradecimentos pendentes
staff-thanks-hint = Estes clientes elogiaram a sua empresa em público e ninguém agradeceu ainda.
front-first = Primeiro passo
front-first-whom = Descobrir o que é diferente para { $name }.
front-first-case = Resolver um caso e indicar a causa, para que o relatório da próxima semana a mostre.
front-first-read = Ler estes momentos, começando pelo pior.
front-owner = Responsável
front-rows = Ver os momentos
front-cases = Casos que precisam de ação
front-action = Planejado da última vez
front-details = Todos os números
front-linked = Avaliações ruins, pesquisas, reclamações e publicações que dizem o que falhou: { $part }. Elas contam para o que falhou.
front-story-next = Depois: { $kind }, { $outcome } ({ $day })
front-story-silent = Nada desde então.
front-stories = Quem ficou insatisfeito
front-weeks = 26 semanas. A faixa mostra onde uma semana costuma ficar.
front-notes = Sobre os dados

## Reports: the first screen

report-moments-of-truth = Momentos da verdade
report-compared-with = Comparado com { $before }
report-as-of = dados até { $time }
report-tile-moments = Momentos
report-tile-customers = Clientes
report-tile-known = Resultado conhecido
report-tile-asked = Consultados
report-data = Dados
report-data-complete = completos
report-data-gaps = incompletos
report-data-sources = { $count ->
         [1] { $count } fonte, enviando
        *[other] { $count } fontes, todas enviando
    }
report-data-days = { $count ->
         [1] { $count } dia sem dados
        *[other] { $count } dias sem dados
    }
report-data-silent = { $count ->
         [1] { $count } fonte parou de enviar
        *[other] { $count } fontes pararam de enviar
    }
report-notes = Observações sobre os dados
report-summary = Resumo
report-fewer-than-half = O resultado é conhecido para menos da metade. A proporção está em algum ponto da faixa
report-no-owner = Sem responsável
report-importance = Importância
report-of-five = { $importance } de 5
report-just-overdue = acabou de vencer
report-overdue-by = { $duration } de atraso
report-waits-acknowledge = sem responsável
report-waits-contact = cliente não contatado
report-waits-resolve = não resolvido
report-open-cases = { $count ->
         [1] { $count } caso aberto
        *[other] { $count } casos abertos
    }
report-open-cases-worth = { $count ->
         [1] { $count } caso aberto
        *[other] { $count } casos abertos
    }; valor em risco: { $value }
report-won-back = Reconquistados
report-how-counted = como é contado
report-recovery = De { $failures } experiências ruins de { $days } dias atrás, { $heard } tiveram depois outro momento com resultado conhecido. Desses momentos, normais ou melhores: { $rate }.
report-promises-broken = Promessas quebradas
report-promises-none = Nenhuma promessa tem resultado conhecido.
report-promises-due = Prazos prometidos não cumpridos: { $rate }
report-promises-cancelled = { $count ->
         [1] { $count } pedido cancelado fica de fora.
        *[other] { $count } pedidos cancelados ficam de fora.
    }
report-promises-missed = O que mais deixa de ser cumprido: { $facets }.
report-quiet = Clientes insatisfeitos em silêncio para ligar
report-quiet-of = Experiências ruins de { $first } a { $last } e, depois, nenhuma palavra em { $days } dias.
report-celebrate = Um momento para comemorar
report-team = equipe { $team }
report-quote-who = cliente { $customer }, { $day }
report-action-since = Desde então, { $name }:
report-action-nothing-yet = Ainda não há com o que comparar.
report-action-write = Planejar uma ação para este relatório
report-action-what = O quê
report-action-about = Sobre
report-action-all = todos os clientes
report-action-who = Quem
report-action-save = Salvar
report-missed-times = Prazos prometidos não cumpridos
report-within = { $counts } em { $days }
report-half-within = { $share }; metade em { $days }
report-cause-resolved-cases = { $cause } ({ $counts } casos resolvidos)
report-cause-words = O mais citado nos comentários: { $cause } ({ $counts } dos que citam uma causa)
report-cause-probably = Provavelmente: { $cause } (nenhum caso confirma isso ainda)
report-cause-probably-two = Provavelmente: { $cause } ou { $other } (nenhum caso confirma isso ainda)
report-owner-met = { $owner } (em { $counts })
report-sign =
    .late = atraso
    .unresolved = não resolvido
    .reopened = reaberto
    .abandoned = desistência
    .slow_acknowledgement = primeira resposta lenta
    .slow_greeting = saudação demorada
    .transferred = transferências demais
    .promise_overdue = teve de cobrar
report-sign-facet = menos que o prometido ({ $facet })
report-sign-dimension = nota baixa ({ $dimension })

## Reports: the details

report-by-worst = Clientes por pior experiência
report-no-moments = Nenhum momento.
report-where = Em que ponto da jornada
report-where-why = o que são as etapas
report-numbers = Os números
report-by-stage = Momentos por etapa e resultado
report-column-stage = Etapa
report-column-misery = Experiência ruim
report-column-average = Normal
report-column-magic = Magia
report-column-unknown = Desconhecido
report-column-asked = Destes, consultados
report-column-kind = Tipo
report-column-moments = Momentos
report-column-critical = Críticos
report-column-judged = Clientes com resultado conhecido
report-column-day = Dia
report-column-before = Antes
report-column-customers = Clientes
report-column-customer = Cliente
report-column-when = Quando
report-column-outcome = Resultado
report-staff-apart = Momentos observados pela equipe, não incluídos: { NUMBER($count) }.
report-changes = Mudanças
report-changes-why = o que conta como mudança
report-changes-none = Em um dos períodos há muito poucos clientes com resultado conhecido, por isso nada é comparado.
report-changes-legend = Clientes com experiência ruim. Linha fina: período anterior. Barra grossa: este período. Cada uma com sua faixa provável.
report-changes-others = Outras comparações, em que a diferença pode ser por acaso ({ NUMBER($count) })
report-changes-left-out = Comparações omitidas porque um lado tem menos de 10 clientes com resultado conhecido: { NUMBER($count) }.
report-delights = O que encanta os clientes
report-delights-hint = Clientes cujo pior momento ainda foi mágico
report-cases = Casos e momentos críticos
report-cases-why = o que é crítico
report-cases-open-now = Abertos agora
report-cases-silenced = Silenciado: { $reason } ({ $by })
report-untold =
    .history = Críticos, importados como histórico: sem caso
    .claims = Críticos, mas acima do limite de alertas por mensagens não verificadas: sem caso
    .old = Críticos, mas antigos demais para um alerta quando o Moments os julgou: sem caso
report-cases-next-week = Os próximos sete dias, neste ritmo
report-cases-ahead = { $cases } novos casos, provavelmente { $fewest }–{ $most }. A equipe precisa atender { $perday } por dia.
report-clauses = Por que foram críticos
report-clauses-hint = Um momento pode ser crítico por vários motivos.
report-kinds = Todos os tipos de contato
report-kinds-hint = “Provável” indica onde a proporção real deve estar. “Em algum ponto da faixa” é acrescentado se o resultado é conhecido para menos da metade.
report-somewhere-in = em algum ponto da faixa
report-days = Dia a dia
report-days-highest = Momentos; a coluna mais alta é { $count }
report-by-day = Momentos por dia e resultado
report-ratings = Avaliações
report-ratings-why = como as avaliações são pontuadas
report-ratings-answers = { $count ->
         [1] { $count } resposta
        *[other] { $count } respostas
    }
report-ratings-mean = média { $mean }
report-ratings-by-value = Respostas por valor: { $values }
report-channels = Canais
report-channels-hint = Proporção de todos os momentos. A marca vertical mostra o período anterior.
report-coverage-title = O que se sabe
report-coverage-judged = Resultado conhecido
report-coverage-rated = Com avaliação
report-coverage-commented = Com palavras do cliente
report-coverage-asked = O cliente foi consultado
report-coverage-staff = Observado pela equipe
report-methods = O que decidiu o resultado
report-why = Como estes números são calculados
report-other-forms = Outros formatos
report-csv = momentos em CSV
report-period-before = o período anterior
report-by-source = por fonte
report-by-channel = por canal
report-by-segment = por segmento
report-by-type = por tipo de contato
report-broken-down = Detalhamento
report-the-report = o relatório
report-rule = a regra
report-table = Tabela: { $title }
report-examples = Momentos para ler:
moments-title = Momentos
moments-over = Os momentos que formam um número
moments-report = O relatório
moments-shown = { $count ->
         [1] { $count } momento
        *[other] { $count } momentos
    }
moments-more = há mais na próxima página
moments-none = Nenhum momento corresponde.
moments-go-on = Próxima página
moments-due = prometido para { $time }
moments-done = feito { $time }
moments-late = { $duration } de atraso
moments-early = { $duration } de antecedência
moments-on-time = no prazo
moments-came = { $facet }: { $came }
moments-case = caso { $case }
moments-all = todos
moments-choose = Mostrar

## Reports: the tables

grid-title = Importância e desempenho
grid-hint = Médias: importância { $importance }, sem experiência ruim { $share }. A importância declarada depois da opinião não conta: { $late }.
grid-none = Menos de dois tipos têm 10 clientes com resultado conhecido.
grid-none-same = Todos os tipos importam o mesmo, então não há o que comparar.
grid-what-to-do = O que fazer
grid-importance = Importância, 1 a 5
grid-share = Sem experiência ruim
grid-stated = { $importance } (segundo { $count })
grid-concentrate = Concentrar esforços aqui
grid-keep = Manter
grid-low = Baixa prioridade
grid-overkill = Talvez esforço demais
grid-place = A melhorar: número { $place }
journeys-title = Como as jornadas continuam
journeys-hint = Jornadas que recomeçaram: { $cycles }. Compras repetidas: { $again }.
journeys-from-to = De … para
journeys-none = Nenhum cliente teve dois contatos.
journeys-group = Contatos de { $first } a { $last }, cada um acompanhado por { $days } dias.
journeys-too-young = Tudo aqui tem menos de 30 dias: ainda é cedo para saber.
breaks-title = Onde as jornadas param
breaks-ended-in = Resultado
breaks-nothing-followed = Sem continuação
first-contact-title = Depois de um primeiro contato
first-contact-hint = Primeiros contatos do período e dos 30 dias anteriores, cada um acompanhado até o fim do período.
first-contact-none = Nenhum cliente teve um primeiro contato com o seu atendimento nestes dias.
first-contact-column = Primeiro contato
first-contact-bought = Compraram
first-contact-bought-again = Compraram de novo
recovery-title = Clientes reconquistados, avaliações ruins e acompanhamentos
recovery-what = O que se conta
recovery-how-many = Quantos
recovery-failures = Experiências ruins
recovery-known = De clientes conhecidos
recovery-heard = Seguidas de outro resultado conhecido
recovery-recovered = Destas, normal ou melhor
recovery-leaked = No começo só nós conhecíamos; depois, em uma avaliação pública ruim
recovery-unheard = Casos resolvidos sem notícias do cliente desde então
recovery-no-follow-up = Clientes que compraram e não tiveram acompanhamento
recovery-reviews-read = Avaliações lidas por outras pessoas neste período
follow-ups-title = Acompanhamentos pendentes
follow-ups-hint = { $group } Os mais urgentes de cada tipo, no máximo { $limit }.
follow-ups-after = Depois de
follow-ups-stood = Resultado
follow-ups-due = O acompanhamento vencia em
follow-ups-none = Todos os clientes foram consultados ou receberam uma ligação.
follow-ups-case = caso resolvido { $case }
follow-ups-case-about = caso resolvido { $case } ({ $about })
follow-ups-severity = gravidade { $severity } de 5
facets-title = Promessas em detalhe
facets-hint = Conta momentos, não clientes: uma promessa tem várias facetas.
facets-promised = Prometido
facets-missed = Não cumprido
facets-kept = Cumprido
facets-exceeded = Superado
facets-gap = Diferença média
facets-expected = Expectativa média, antes e agora
facets-mean = { $mean } ({ $count ->
         [1] { $count } promessa
        *[other] { $count } promessas
    })
facets-minutes = { $minutes } min
causes-title = Causas dos casos resolvidos
causes-cause = Causa
causes-cases = Casos
causes-cumulated = Acumulado
causes-controllable = Podemos mudar isso?
causes-none = Nenhum caso foi resolvido com indicação de causa.
signals-title = O que medimos e o que os clientes disseram
signals-hint = Proporção de experiências ruins entre todos os momentos que foram medidos e entre todos os que os clientes avaliaram ou descreveram. Muitos momentos contam nas duas colunas.
signals-operational = Tempos, promessas, resolução
signals-emotional = Avaliações e palavras
signals-none = Nenhum resultado conhecido.
words-title = Lido nas palavras dos clientes
words-hint = Clientes que escreveram mas não avaliaram, com um ajuste baseado nos que fizeram as duas coisas. Só vale se, dentro de cada tipo, canal, idioma e período, ter uma avaliação não depende de como terminou.
words-read = Lido como ruim, sem avaliação
words-corrected = Ajustado
words-rated = Escreveram e avaliaram: avaliado como ruim
words-too-few = não ajustado: menos de { $needed } também avaliaram
words-languages = O comentário coincide com a nota, por idioma
words-none = Nenhum cliente escreveu algo que possa ser lido.
words-language-unknown = idioma desconhecido
segments-title = Segmentos
segments-segment = Segmento
slices-name = Nome
slices-not-named = Não informado
slices-others = Todos os demais
slices-unsolicited = Experiências ruins, não consultados
slices-solicited = Experiências ruins, consultados
slices-hint = No máximo 50 nomes; os menos frequentes são contados juntos. As proporções contam cada cliente uma vez, pelo pior resultado.
slices-by-source = Por fonte
slices-by-channel = Por canal
slices-by-segment = Por segmento
slices-by-type = Por tipo de contato
clocks-title = Quanto os clientes esperaram
clocks-hint = Metade dos clientes não esperou mais que o primeiro tempo; nove em cada dez não esperaram mais que o segundo.
clocks-acknowledged = Até a primeira resposta
clocks-greeted = Até a saudação de uma pessoa
clocks-times = { $half } / { $nine } ({ $count ->
         [1] { $count } espera
        *[other] { $count } esperas
    })
clocks-times-before = { $half } / { $nine } ({ $count ->
         [1] { $count } espera
        *[other] { $count } esperas
    }; metade, antes: { $before })
clocks-too-few = muito poucas ({ $count })
clocks-none = Nenhum tempo de espera foi enviado.
drivers-title = O que anda junto com a avaliação geral
drivers-linked = Em conjunto, os aspectos andam junto com { $share } das diferenças na avaliação geral ({ $answers }).
drivers-too-few = Não calculado: são necessárias pelo menos { $needed } respostas que avaliem todos os aspectos e o contato como um todo ({ $answers }).
drivers-no-contrast = Não calculado: um aspecto, ou o contato como um todo, recebeu sempre a mesma nota ({ $answers }).
drivers-side = Aspecto do contato
drivers-share = Parte das diferenças
drivers-limits = Faixa provável
drivers-none = Nenhum cliente avaliou todos os aspectos de um contato e o contato como um todo.

## Reports: how the numbers are made

why-outcome-title = Resultado
why-outcome-text = Experiência ruim: pior que o esperado. Normal: como esperado. Magia: melhor que o esperado. Desconhecido: nada indica como terminou; nunca conta como normal. Decide o primeiro que disser algo, nesta ordem: o remetente, uma avaliação do momento, a comparação entre o prometido e o recebido, os tempos e a resolução e, por último, o que o cliente escreveu.
why-stage-title = Etapas
why-stage-text = Pesquisa (zero): antes de decidir. Encontro (primeiro): o cliente conhece o produto ou o serviço. Uso (segundo): compra e uso; a promessa é cumprida ou não. Opinião (último): o cliente conta a outros. Os gráficos de etapas, dias e canais contam momentos.
why-rate-title = Proporções
why-rate-text = As proporções contam clientes, não momentos. Cada cliente conta uma vez por tipo de contato, com o pior resultado, para que um cliente azarado não conte dez vezes. “48 de 160 (30%, provável: 23–38%)” significa: 160 clientes têm resultado conhecido e 48 tiveram uma experiência ruim; o mais provável é que a proporção real esteja entre 23% e 38% (intervalo de Wilson, 95%). Com menos de 5 clientes aparece “muito poucos”; com menos de 10 não há porcentagem. Se o resultado é conhecido para menos da metade, a faixa diz onde estaria a proporção se os demais fossem conhecidos. “Não mensurável” significa que nenhuma regra usada aqui consegue detectar isso: um pacote no prazo é o esperado, nunca magia. “Segundo as palavras dos clientes” significa que a maioria dos resultados foi lida nas palavras deles: é uma contagem, não uma proporção.
why-voice-title = Consultados, não consultados, observado pela equipe
why-voice-text = Uma pergunta influencia sua resposta, e a equipe vê as coisas de outro modo. Por isso nenhum título, comparação ou classificação os soma. Só duas tabelas juntam clientes consultados e não consultados: a de importância e a do que medimos e do que os clientes disseram.
why-rank-title = Melhorar primeiro
why-rank-text = A ordem é: extremo inferior da proporção provável de experiências ruins × clientes com resultado conhecido × importância ÷ 5. Assim, poucos clientes azarados não lideram a lista. As reclamações ficam de fora, porque uma reclamação é uma experiência ruim por definição. “O que encanta os clientes” é ordenado do mesmo modo, por magia.
why-change-title = Mudanças significativas
why-change-text = Se nada mudasse em 40 tipos, dois pareceriam mudar por acaso. Por isso o relatório diz “subiu” ou “caiu” só se a diferença passa em um teste corrigido por todas as comparações mostradas (qui-quadrado N − 1; Benjamini–Hochberg, no máximo 10% de alarmes falsos) e seu intervalo de 95% (Newcombe) exclui o zero. Ele compara dois períodos só se cada um tem 30 clientes com resultado conhecido, e os dois juntos têm 5 experiências ruins e 5 que não são. Qualquer outra diferença pode ser por acaso, o que não quer dizer que nada mudou. Os pontos são pontos percentuais.
why-critical-title = Crítico
why-critical-text = Uma experiência ruim em um contato que importa: o primeiro com o seu atendimento, a primeira vez que o cliente recebe o que comprou, uma promessa quebrada, um tipo de contato importante, um problema repetido ou um que outros puderam ver. Cada uma pertence a um caso até o cliente ser reconquistado ou perdido.
why-ratings-title = Avaliações
why-ratings-text = CSAT e estrelas: proporção de 4 e 5. CES: proporção de 5 a 7; 7 é fácil. NPS: promotores (9–10) menos detratores (0–6), em pontos de −100 a +100, com um intervalo de escore (Tango 1998). Cada resposta conta; o que a equipe registrou, não.
why-grid-title = Importância e desempenho
why-grid-text = A tabela compara cada tipo com as médias: o quanto ele importa e a proporção de clientes sem experiência ruim (Martilla e James 1977). As médias são arredondadas só ao serem mostradas. Se todos os tipos importam o mesmo, não há tabela. A importância declarada pelos clientes conta só se foi perguntada antes da opinião e pelo menos 10 responderam. A declarada depois é contada à parte, porque a opinião a influencia.
why-recovery-title = Reconquistados, avaliações ruins, acompanhamentos
why-recovery-text = Só contam as experiências ruins de 30 dias atrás, por isso o relatório olha um período anterior de mesma duração. Um cliente foi reconquistado se o momento seguinte com resultado conhecido é normal ou melhor. Uma avaliação pública ruim conta se no começo só a sua empresa conhecia o problema e a avaliação veio em 30 dias; um problema que se tornou conhecido por uma avaliação pública não conta. Um acompanhamento é uma pergunta ou ligação nos 30 dias após uma compra; uma avaliação que a sua empresa pediu é uma pergunta. Depois que um caso é resolvido, o relatório também espera 30 dias por um sinal do cliente: uma avaliação, uma reclamação, um novo problema. Os acompanhamentos pendentes são ordenados por urgência: os casos graves e depois as compras com resultado ruim ou desconhecido. A proporção de clientes conhecidos é informada porque os demais podem voltar sem ser reconhecidos. Um problema bem resolvido pode deixar o cliente mais satisfeito do que se não tivesse havido problema. Isso vale para a satisfação, não para comprar de novo nem para recomendar a sua empresa (de Matos et al. 2007).
why-promises-title = Promessas
why-promises-text = Um prazo prometido conta no dia para o qual foi prometido, não no dia em que alguém informou sobre ele. Ele é quebrado se a promessa não foi cumprida até então, mais a tolerância; o que nunca chegou também é quebrado. Pedidos cancelados ficam de fora e são contados à parte. Se a sua empresa mudou o prazo, vale o primeiro, a menos que o cliente tenha escolhido o novo. As outras promessas contam clientes, cada um uma vez, pelo pior resultado: quebrada se algo prometido falha claramente. Uma expectativa que sobe faz o mesmo serviço parecer pior, por isso ela é mostrada ao lado.
why-quiet-title = Clientes insatisfeitos em silêncio
why-quiet-text = Clientes com uma promessa quebrada ou vencida, ou pelo menos três problemas de dois tipos, que não disseram nada nos 14 dias completos seguintes: nenhuma reclamação, comentário ou avaliação. Eles são listados para que você possa ligar. Nenhuma proporção os conta, porque ninguém sabe como se sentiram.
why-journeys-title = Jornadas
why-journeys-text = Um contato segue o anterior, seja qual for o tempo entre eles; as opiniões sobre outro momento não contam. Uma jornada para em um contato se nada o seguiu em 30 dias. Depois de um primeiro contato, cada cliente é acompanhado o quanto for possível, até o fim do período; os clientes recentes contam pelo tempo que tiveram (Kaplan–Meier). Os clientes podem comprar mais depois de um bom contato do que depois de um ruim sem que o contato seja a causa.
why-causes-title = Causas
why-causes-text = As causas indicadas ao resolver os casos, a mais frequente primeiro, cada uma com o total acumulado. Se nenhum caso indica uma causa, o relatório mostra a que o catálogo sugere para o tipo e diz que nenhum caso a confirma.
why-signals-title = Medido e dito
why-signals-text = Dois números lado a lado, que nunca são somados: o que dizem os tempos, as promessas e a resolução, e o que dizem as avaliações e as palavras. Cada um conta todos os momentos que têm esse sinal, seja qual for o que decidiu o resultado. Se diferem, os tempos vão bem e o cliente está insatisfeito, ou o contrário.
why-words-title = Lido nas palavras
why-words-text = Um modelo lê as palavras e às vezes erra. Onde os clientes escreveram e também avaliaram, o relatório conta quantas vezes ele errou e corrige nessa medida o que leu dos outros (intervalos apoiados em predições, Angelopoulos et al. 2023). Pelo menos 50 clientes de cada canal e idioma precisam ter feito as duas coisas. Se clientes insatisfeitos avaliam mais que os satisfeitos, o resultado se desvia: docs/words.md mostra quanto.
why-clocks-title = Tempos de espera
why-clocks-text = Os tempos de espera estão em segundos, como foram enviados. Até 99 segundos são exatos; tempos mais longos são guardados com dois dígitos (dentro de 5%). A partir de 10 esperas, a tabela mostra os tempos da metade e de nove em cada dez clientes.
why-drivers-title = O que anda junto com a avaliação geral
why-drivers-text = Esta tabela diz que parte das diferenças na avaliação geral anda junto com cada aspecto do contato. Aspectos que variam juntos dividem sua parte de forma justa (LMG, o valor de Shapley de R²). A faixa é um intervalo bootstrap. São necessárias pelo menos 10 respostas por aspecto. Um aspecto pode andar junto com a avaliação sem ser sua causa.

## The journey on the home page

journey-first-contact = Primeiro contato com o seu atendimento
journey-first-exchange = Primeira vez que o cliente recebe o que comprou
journey-returned = De volta a uma etapa anterior
journey-failures = { NUMBER($count) } experiências ruins recentes
journey-mixed = Contraditório
journey-readers = Lido por { $count } pessoas desde então

## What is wrong with a field, continued

complaint-no-currency = precisa de uma moeda, como { $example }
complaint-not-amount = deve ser um valor, como { $example }
complaint-not-cause = não está no catálogo de causas
complaint-control-characters = contém caracteres de controle
complaint-not-object-alone = deve ser um objeto em JSON e ser enviado sem { $field }
complaint-not-this = deve ser { $value }
complaint-not-cloud-event = um CloudEvent deve ser um objeto
complaint-token-proves-nothing = não comprova este cliente
complaint-token-expired = expirou
complaint-token-too-long = pode ser válido por no máximo { $days } dias

## What a visitor reads if a form is refused as a whole

form-unavailable = Não podemos salvar agora. Envie de novo daqui a pouco.
form-too-many = Foram enviados formulários demais. Envie de novo em um minuto.
form-conflict = Já recebemos este formulário com outro conteúdo. O primeiro continua como estava.
form-not-set-up = Este formulário não está configurado para este site.
form-too-large = O formulário é grande demais.
form-unreadable = Não foi possível ler o formulário.
