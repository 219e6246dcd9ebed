// The part of libbluetooth and of the kernel's Bluetooth sockets that Sinew uses, as <bluetooth/*.h>
// declare it (libbluetooth.so.3 and the kernel's socket addresses, both stable ABI). The headers
// themselves are not included: they bring <sys/types.h> into this module, and Swift then takes
// Glibc's pthread types for ours (MemberImportVisibility refuses them elsewhere).
#ifndef SINEW_CBLUETOOTH_H
#define SINEW_CBLUETOOTH_H

#define BTPROTO_L2CAP 0
#define BTPROTO_RFCOMM 3

// Least significant byte first.
typedef struct {
  unsigned char b[6];
} bdaddr_t;

struct sockaddr_rc {
  unsigned short rc_family;
  bdaddr_t rc_bdaddr;
  unsigned char rc_channel;
};

// Protocol and channel numbers are little-endian, whatever the machine is.
struct sockaddr_l2 {
  unsigned short l2_family;
  unsigned short l2_psm;
  bdaddr_t l2_bdaddr;
  unsigned short l2_cid;
  unsigned char l2_bdaddr_type;
};

// Service records.
#define SDP_PSM 1
#define RFCOMM_UUID 0x0003

typedef struct _sdp_list sdp_list_t;
struct _sdp_list {
  sdp_list_t *next;
  void *data;
};
void sdp_list_free(sdp_list_t *list, void (*free_data)(void *));

struct sdp_record;
// Reads one record; `scanned` gets the bytes it took. Trusts the bytes: check them before.
struct sdp_record *sdp_extract_pdu(const unsigned char *bytes, int count, int *scanned);
void sdp_record_free(struct sdp_record *record);
// 0, or -1 where there is no list of protocols. `protocols` is a list of lists of what the record
// owns: free the lists alone.
int sdp_get_access_protos(const struct sdp_record *record, sdp_list_t **protocols);
int sdp_get_proto_port(const sdp_list_t *protocols, int protocol);

#endif
