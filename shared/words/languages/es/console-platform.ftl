## The console: sign-in

console-nav-today = Hoy
console-nav-cases = Casos
console-nav-customers = Clientes
console-nav-reports = Informes
console-nav-set-up = Configuración
console-nav-playground = Zona de pruebas
console-nav-label = Principal
console-skip = Saltar al contenido
console-sign-out = Cerrar sesión
console-sign-in = Iniciar sesión
console-sign-as = Continuar como { $name }
console-sign-local = Solo en este equipo: sin contraseña ni correo.
console-sign-email = Correo electrónico
console-sign-send = Enviarme un enlace
console-sign-sent-title = Revisa tu correo
console-sign-sent = Si esta dirección tiene acceso, el enlace llega en menos de dos minutos. Funciona una vez, durante 15 minutos, en este navegador.
console-sign-again = Usar otra dirección
console-sign-link-title = Entrar en Moments
console-sign-link-text = Pulsa el botón para terminar. Después el enlace deja de funcionar.
console-sign-link-wrong = Este enlace no funciona aquí. Ábrelo en el navegador en el que lo pediste o pide uno nuevo.
console-sign-failed = No se pudo iniciar la sesión. Inténtalo de nuevo.
console-sign-too-many = Demasiados intentos. Espera un cuarto de hora.
console-sign-none = Todavía nadie puede entrar. Un administrador añade en la configuración a las personas y la forma de entrar.
console-error-missing-title = Página no encontrada
console-error-missing = No hay nada en esta dirección. Puede que se haya movido o que tenga un error.
console-error-forbidden-title = No puedes hacer esto
console-error-forbidden = Tu rol no lo permite. Pide ayuda a un administrador.
console-error-expired-title = Esta página es demasiado antigua
console-error-expired = No se ha cambiado nada. Vuelve atrás, recarga la página e inténtalo de nuevo.
console-error-failed-title = Algo ha fallado
console-error-failed = El fallo es nuestro, no tuyo. Inténtalo de nuevo en un momento.
console-error-unavailable = Ahora mismo no se puede acceder a los datos. Inténtalo de nuevo en un momento.
console-error-home = Volver a Hoy

## The letter with which a person signs in, and the test of a channel

message-sign-in = Inicia sesión en Moments
message-sign-in-text = Abre este enlace en el navegador en el que lo pediste. Funciona una vez, durante 15 minutos.
message-sign-in-link = Iniciar sesión
message-sign-in-hint = ¿No lo has pedido? Ignora este correo: nadie puede usarlo sin tu navegador.
message-test = Prueba de Moments
message-test-text = { $name } ha enviado esta prueba. Los mensajes a este canal llegan.
