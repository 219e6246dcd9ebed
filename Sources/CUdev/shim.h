// The part of libudev that Sinew uses, as <libudev.h> declares it (libudev.so.1, stable ABI).
// The header itself is not included: it brings <sys/types.h> into this module, and Swift then takes
// Glibc's pthread types for ours (MemberImportVisibility refuses them elsewhere).
#ifndef SINEW_CUDEV_H
#define SINEW_CUDEV_H

struct udev;
struct udev *udev_new(void);
struct udev *udev_unref(struct udev *udev);

struct udev_list_entry;
struct udev_list_entry *udev_list_entry_get_next(struct udev_list_entry *entry);
const char *udev_list_entry_get_name(struct udev_list_entry *entry);

struct udev_device;
struct udev_device *udev_device_new_from_syspath(struct udev *udev, const char *syspath);
struct udev_device *udev_device_unref(struct udev_device *device);
// Owned by `device`.
struct udev_device *udev_device_get_parent_with_subsystem_devtype(struct udev_device *device,
                                                                  const char *subsystem,
                                                                  const char *devtype);
const char *udev_device_get_action(struct udev_device *device);
const char *udev_device_get_devnode(struct udev_device *device);
const char *udev_device_get_syspath(struct udev_device *device);
struct udev_list_entry *udev_device_get_devlinks_list_entry(struct udev_device *device);
const char *udev_device_get_property_value(struct udev_device *device, const char *key);
const char *udev_device_get_sysattr_value(struct udev_device *device, const char *attribute);

struct udev_monitor;
struct udev_monitor *udev_monitor_new_from_netlink(struct udev *udev, const char *name);
struct udev_monitor *udev_monitor_unref(struct udev_monitor *monitor);
int udev_monitor_filter_add_match_subsystem_devtype(struct udev_monitor *monitor,
                                                    const char *subsystem, const char *devtype);
int udev_monitor_enable_receiving(struct udev_monitor *monitor);
int udev_monitor_get_fd(struct udev_monitor *monitor);
struct udev_device *udev_monitor_receive_device(struct udev_monitor *monitor);

struct udev_enumerate;
struct udev_enumerate *udev_enumerate_new(struct udev *udev);
struct udev_enumerate *udev_enumerate_unref(struct udev_enumerate *search);
int udev_enumerate_add_match_subsystem(struct udev_enumerate *search, const char *subsystem);
int udev_enumerate_add_match_is_initialized(struct udev_enumerate *search);
int udev_enumerate_scan_devices(struct udev_enumerate *search);
struct udev_list_entry *udev_enumerate_get_list_entry(struct udev_enumerate *search);

#endif
