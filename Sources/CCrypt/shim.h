// The part of libxcrypt that Sinew uses, as <crypt.h> declares it (libcrypt.so.1, stable ABI). The
// struct is only ever handled by address; its size is CRYPT_DATA_SIZE.
#ifndef SINEW_CCRYPT_H
#define SINEW_CCRYPT_H

#define CRYPT_DATA_SIZE 32768

// A setting for `crypt_rn`: method and salt. NULL on failure. With `random_bytes` NULL the system's
// random numbers are taken.
char *crypt_gensalt_rn(const char *prefix, unsigned long count, const char *random_bytes,
                       int random_size, char *output, int output_size);
// The hash of a phrase under a setting. NULL on failure.
char *crypt_rn(const char *phrase, const char *setting, void *data, int data_size);

#endif
