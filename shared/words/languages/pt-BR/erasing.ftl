# Erasing a person, and everything that is kept about one.

message-erased = Os dados de um cliente foram apagados
message-erased-text = O Moments apagou tudo o que tinha sobre este cliente. Apague também o que você recebeu sobre ele.
message-erased-customer = Cliente
