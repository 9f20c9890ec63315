# Erasing a person, and everything that is kept about one.

message-erased = Os dados de um cliente foram apagados
message-erased-text = O Moments apagou tudo o que tinha sobre este cliente. Apague também o que você recebeu sobre ele.
message-erased-customer = Cliente
console-rights = Dados pessoais
console-export = Baixar tudo sobre este cliente (JSON)
console-erase = Apagar os dados deste cliente
console-erase-text = Tudo sobre este cliente é apagado: o que aconteceu, os casos, as mensagens e a parte dele nos relatórios. O que chegar depois também é apagado. Não é possível desfazer.
console-erase-sure = Tenho certeza e já tenho o que preciso
console-erase-button = Apagar os dados
console-erase-ordered = Os dados do cliente serão apagados. Isso começa em até um minuto. Comprovante: { $id }
