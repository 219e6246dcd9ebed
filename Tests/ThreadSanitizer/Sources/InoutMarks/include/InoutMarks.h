#pragma once

// Swift marks each inout access for the thread sanitizer besides the loads and stores in it. Where the
// memory holds vectors or begins with a number, 6.3 hands over what lies there instead of its address.
// The linker puts this in place of the runtime's own (--wrap): it does nothing. Loads and stores are
// watched all the same.
void __wrap___tsan_external_write(void *address, void *caller, void *tag);
