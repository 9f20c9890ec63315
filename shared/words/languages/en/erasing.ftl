# Erasing a person, and everything that is kept about one.

message-erased = A customer was erased
message-erased-text = Moments has removed everything about this customer. Remove what you received about them as well.
message-erased-customer = Customer
