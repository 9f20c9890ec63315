# Erasing a person, and everything that is kept about one.

message-erased = Se han borrado los datos de un cliente
message-erased-text = Moments ha borrado todo lo que tenía sobre este cliente. Borre también lo que usted haya recibido sobre él.
message-erased-customer = Cliente
console-rights = Datos personales
console-export = Descargar todo sobre este cliente (JSON)
console-erase = Borrar los datos de este cliente
console-erase-text = Se borra todo lo que hay sobre este cliente: lo que pasó, los casos, los mensajes y su parte en los informes. También se borra lo que llegue después. No se puede deshacer.
console-erase-sure = Quiero borrarlos y ya tengo lo que necesito
console-erase-button = Borrar los datos
console-erase-ordered = Los datos del cliente se borrarán. El borrado empieza en menos de un minuto. Comprobante: { $id }
