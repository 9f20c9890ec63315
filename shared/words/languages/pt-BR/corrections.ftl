### O que as pessoas corrigem: nos relatórios e no console.

## O que as pessoas corrigiram

corrections-title = Pessoas e regras
corrections-hint = Momentos que uma pessoa também julgou, pela regra que decidiu antes.
corrections-rule = Julgado por
corrections-moments = Momentos
corrections-agreed = A pessoa e a regra concordam
corrections-no-rule = nenhuma regra
corrections-cause = Causa apontada: { $cause }
corrections-void = Spam e duplicados, não contados
corrections-none = Ninguém corrigiu nem confirmou um julgamento.
why-corrections-title = Pessoas e regras
why-corrections-text = O que uma pessoa diz de um momento vale mais que qualquer regra. Para cada regra, a tabela conta os momentos que a regra decidiu e que uma pessoa também julgou, e quantas vezes as duas concordam, com a faixa provável. As pessoas olham principalmente o que parece errado, então a proporção fala do que elas olharam, não de tudo o que a regra julgou. Se uma regra é corrigida com frequência, vale a pena mudá-la.

corrections-by = { $who }, { $time }: { $reason }
corrections-correct = Corrigir
corrections-page = Corrigir um julgamento
corrections-now = Como é julgado agora
corrections-not-judged = Ainda não julgado
corrections-said = O que as pessoas disseram
corrections-same-as = Uma pessoa diz: é o mesmo que { $touchpoint }; não conta
corrections-take-back = Retirar
corrections-taken-back = retirada
corrections-form = Sua correção
corrections-what = O que está certo
corrections-how-it-ended = Como terminou para o cliente
corrections-not-this = Não deveria contar aqui
corrections-whose-fault = O que causou isso
corrections-other-customer = A experiência de outro cliente
corrections-duplicate = O mesmo que outro contato
corrections-spam = Spam, um teste ou um robô
corrections-of = Se for um duplicado: o mesmo que (fonte/id)
corrections-reason = Por quê
corrections-form-hint = Uma correção vale mais que qualquer regra. Ela é guardada com seu nome e motivo e pode ser retirada. Os casos e os relatórios mudam com ela.
corrections-full = Este contato já não aceita mais correções
corrections-known = Essa correção já existe e continua valendo
corrections-gone = Essa correção não existe
