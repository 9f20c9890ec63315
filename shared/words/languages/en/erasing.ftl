# Erasing a person, and everything that is kept about one.

message-erased = A customer was erased
message-erased-text = Moments has removed everything about this customer. Please also remove what you received about them.
message-erased-customer = Customer
console-rights = Personal data
console-export = Download everything about this customer (JSON)
console-erase = Erase this customer
console-erase-text = Everything about this customer is removed: what happened, cases, messages and their part in reports. New data about them is removed as well. This cannot be undone.
console-erase-sure = I am sure, and I have what I need
console-erase-button = Erase the customer
console-erase-ordered = The customer will be erased, starting within a minute. Receipt: { $id }
