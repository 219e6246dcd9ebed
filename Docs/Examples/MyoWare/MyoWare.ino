// MyoWare 2.0 as a sensor: microseconds and the raw converter value, 1000 lines a second.
//
// RAW (not ENV) of the MyoWare to A0, GND to GND, its power from the board. The board must run from
// a battery or behind an isolator while somebody wears the electrodes.
// A line has at most 17 bytes = 0.17 ms at 1 Mbaud, which a 16 MHz AVR makes exactly.

const uint32_t PERIOD_US = 1000;
uint32_t due;

void setup() {
  Serial.begin(1000000);
  due = micros();
}

void loop() {
  uint32_t now = micros();
  // The difference is right also when micros() wraps, every 71.6 minutes.
  if ((int32_t)(now - due) < 0) return;
  // After a delay go on from here: a burst of late samples would be no samples of their times.
  due = (int32_t)(now - due) > (int32_t)PERIOD_US ? now + PERIOD_US : due + PERIOD_US;
  int raw = analogRead(A0);
  Serial.print(now);
  Serial.print(',');
  Serial.println(raw);
}
