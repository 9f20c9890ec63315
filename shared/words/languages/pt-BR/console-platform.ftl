## The console: sign-in

console-nav-today = Hoje
console-nav-cases = Casos
console-nav-customers = Clientes
console-nav-reports = Relatórios
console-nav-set-up = Configuração
console-nav-playground = Área de testes
console-nav-label = Principal
console-skip = Ir para o conteúdo
console-sign-out = Sair
console-sign-in = Entrar
console-sign-as = Continuar como { $name }
console-sign-local = Só nesta máquina: sem senha nem e-mail.
console-sign-email = E-mail
console-sign-send = Enviar um link
console-sign-sent-title = Confira seu e-mail
console-sign-sent = Se este endereço tiver acesso, o link chega em até dois minutos. Ele funciona uma vez, por 15 minutos, neste navegador.
console-sign-again = Usar outro endereço
console-sign-link-title = Entrar no Moments
console-sign-link-text = Clique no botão para concluir. Depois disso o link para de funcionar.
console-sign-link-wrong = Este link não funciona aqui. Abra-o no navegador em que você o pediu ou peça outro.
console-sign-failed = Não foi possível entrar. Tente de novo.
console-sign-too-many = Tentativas demais. Aguarde quinze minutos.
console-sign-none = Ainda ninguém pode entrar. Um administrador adiciona à configuração as pessoas e a forma de entrar.
console-error-missing-title = Página não encontrada
console-error-missing = Não há nada neste endereço. Ele pode ter mudado ou ter um erro de digitação.
console-error-forbidden-title = Você não pode fazer isso
console-error-forbidden = Seu papel não permite. Peça a um administrador.
console-error-expired-title = Esta página está velha demais
console-error-expired = Nada foi alterado. Volte, recarregue a página e tente de novo.
console-error-failed-title = Algo deu errado
console-error-failed = A falha é nossa, não sua. Tente de novo em instantes.
console-error-unavailable = No momento não é possível acessar os dados. Tente de novo em instantes.
console-error-home = Voltar para Hoje

## The letter with which a person signs in, and the test of a channel

message-sign-in = Entre no Moments
message-sign-in-text = Abra este link no navegador em que você o pediu. Ele funciona uma vez, por 15 minutos.
message-sign-in-link = Entrar
message-sign-in-hint = Não pediu? Ignore este e-mail: ninguém consegue usá-lo sem o seu navegador.
message-test = Teste do Moments
message-test-text = { $name } enviou este teste. As mensagens para este canal chegam.
