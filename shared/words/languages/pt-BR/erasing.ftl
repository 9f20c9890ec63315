# Erasing a person, and everything that is kept about one.

message-erased = Os dados de um cliente foram apagados
message-erased-text = O Moments apagou tudo o que tinha sobre este cliente. Apague também o que você recebeu sobre ele.
message-erased-customer = Cliente
console-rights = Dados pessoais
console-export = Baixar tudo sobre este cliente (JSON)
console-erase = Apagar este cliente
console-erase-text = Tudo sobre este cliente é apagado: o que aconteceu, os casos, as mensagens e a parte dele nos relatórios. O que chegar depois também é apagado. Isto não pode ser desfeito.
console-erase-sure = Tenho certeza e já tenho o que preciso
console-erase-button = Apagar o cliente
console-erase-ordered = O apagamento foi pedido. Começa em até um minuto. Recibo: { $id }
