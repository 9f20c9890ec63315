# Erasing a person, and everything that is kept about one.

message-erased = Se han borrado los datos de un cliente
message-erased-text = Moments ha borrado todo lo que tenía sobre este cliente. Borra también lo que has recibido sobre él.
message-erased-customer = Cliente
