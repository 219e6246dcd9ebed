// libmosquitto, an MQTT client (libmosquitto.so.1, stable ABI).
#include <mosquitto.h>
