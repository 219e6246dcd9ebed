// What the eight channels of the measurements lie on, in Sinew's configuration and in the lines
// of the C daemons alike, so that lines have the same length.
#ifndef SINEW_BENCH_MUSCLES_H
#define SINEW_BENCH_MUSCLES_H

static const char *const bench_muscles[8] = {
    "biceps", "triceps", "wrist_flexors", "deltoid_anterior",
    "deltoid_medial", "trapezius_upper", "pectoralis_major", "latissimus_dorsi"};
#endif
