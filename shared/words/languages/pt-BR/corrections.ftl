### O que as pessoas corrigem: nos relatórios e no console.

## O que as pessoas corrigiram

corrections-title = Pessoas e regras
corrections-hint = Momentos que uma pessoa também julgou, pela regra que tinha decidido.
corrections-rule = Julgado por
corrections-moments = Momentos
corrections-agreed = Pessoa e regra concordam
corrections-no-rule = nenhuma regra
corrections-cause = Causa apontada: { $cause }
corrections-void = Spam e repetidos, não contados
corrections-none = Ninguém corrigiu nem confirmou um julgamento.
why-corrections-title = Pessoas e regras
why-corrections-text = O que uma pessoa diz de um momento vale mais que qualquer regra. A tabela conta, para cada regra, os momentos que ela decidiu e que uma pessoa também julgou: quantas vezes as duas dizem o mesmo, com a faixa provável. As pessoas olham o que parece errado, então a parcela fala do que elas olharam, não de tudo o que a regra julgou. Uma regra corrigida com frequência é uma regra a mudar.

corrections-by = { $who }, { $time }: { $reason }
corrections-correct = Corrigir
corrections-page = Corrigir um julgamento
corrections-now = Como é julgado agora
corrections-not-judged = Ainda não julgado
corrections-said = O que as pessoas disseram
corrections-same-as = Uma pessoa diz: repete { $touchpoint }; não é contado
corrections-take-back = Retirar
corrections-taken-back = retirada
corrections-form = Sua correção
corrections-what = O que é o certo
corrections-how-it-ended = Como terminou para o cliente
corrections-not-this = Não deve contar aqui
corrections-whose-fault = O que causou
corrections-other-customer = A experiência de outro cliente
corrections-duplicate = Repete outro contato
corrections-spam = Spam, um teste ou um robô
corrections-of = Repete (origem/id), se for um repetido
corrections-reason = Por quê
corrections-form-hint = Uma correção vale mais que qualquer regra. Ela é guardada com seu nome e motivo e pode ser retirada. Casos e relatórios a seguem.
corrections-full = Este contato já tem todas as correções que pode ter
corrections-known = Você já disse isso, e continua valendo
corrections-gone = Essa correção não existe
