# Erasing a person, and everything that is kept about one.

message-erased = Se han borrado los datos de un cliente
message-erased-text = Moments ha borrado todo lo que tenía sobre este cliente. Borra también lo que has recibido sobre él.
message-erased-customer = Cliente
console-rights = Datos personales
console-export = Descargar todo sobre este cliente (JSON)
console-erase = Borrar a este cliente
console-erase-text = Se borra todo sobre este cliente: lo que pasó, los casos, los mensajes y su parte en los informes. También se borrará lo que llegue después. No se puede deshacer.
console-erase-sure = Estoy seguro y tengo lo que necesito
console-erase-button = Borrar al cliente
console-erase-ordered = El borrado está pedido. Empieza en menos de un minuto. Recibo: { $id }
