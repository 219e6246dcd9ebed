// Setting a station up: find sensors, put electrodes on the drawn body, check them, calibrate.
import { BodyMap, muscles } from "/body.js";
import { CalibrationPanel } from "/cards.js";
import { button, fill, make, put } from "/dom.js";
import { card, choose, Note } from "/form.js";
import { name, say } from "/words.js";

/** Seconds a scan listens. */
const scanFor = 30;

/** What a coach does before the first set. */
export class SetupView {
  constructor(session, lang) {
    Object.assign(this, { session, lang, chosen: null });
    this.body = new BodyMap(lang, (muscle, side) => this.pick(muscle, side));
    this.calibration = new CalibrationPanel();
    this.element = make("div", "cards", this.findCard(), this.placeCard(), this.checkCard());
  }

  findCard() {
    this.found = make("ul", "list");
    this.own = make("ul", "list");
    this.findNote = new Note();
    return card(say(this.lang, "find"), make("div", "row",
      button("main", say(this.lang, "scan"), () => this.ask(this.findNote, "scan.start", { seconds: scanFor })),
      button("", say(this.lang, "stop"), () => this.ask(this.findNote, "scan.stop"))),
    this.found, this.findNote.element, make("h3", "", say(this.lang, "sensors")), this.own);
  }

  placeCard() {
    this.muscle = choose(this.lang, "muscle", muscles.map((one) => [one, name(this.lang, one)]));
    this.side = choose(this.lang, "side", ["left", "right"].map((one) => [one, name(this.lang, one)]));
    for (const field of [this.muscle, this.side]) {
      field.select.addEventListener("change", () => this.pick(this.muscle.select.value, this.side.select.value));
    }
    this.device = choose(this.lang, "sensor", []);
    this.channel = make("input", "");
    Object.assign(this.channel, { type: "number", min: 0, max: 64, value: 1 });
    this.placeNote = new Note();
    this.worn = make("ul", "list");
    this.site = make("p", "hint");
    return card(say(this.lang, "place"), make("p", "hint", say(this.lang, "place_hint")), this.body.element,
      this.site, make("div", "row", this.muscle.element, this.side.element),
      make("div", "row", this.device.element, make("label", "", say(this.lang, "channel"), this.channel),
        button("main", say(this.lang, "put_here"), () => this.assign())),
      this.placeNote.element, this.worn);
  }

  checkCard() {
    this.checkNote = new Note();
    this.signals = make("ul", "list");
    const start = (what) => () => this.ask(this.checkNote, "calibrate.start", {
      station: this.station, what,
      ...(what === "refset" ? { muscle: this.muscle.select.value, side: this.side.select.value } : {}),
    });
    this.mini = make("div", "mini", this.calibration.element);
    this.exchange = button("main", say(this.lang, "exchange"), () => this.swap());
    this.exchange.hidden = true;
    // What grows stands below what is pressed, so that no button moves away under a finger.
    return card(say(this.lang, "check"),
      make("div", "row", button("main", say(this.lang, "calibrate_placement"), start("placement")),
        ...["rest", "refset", "rom"].map((what) => button("", say(this.lang, `calibrate_${what}`), start(what))),
        button("", say(this.lang, "cancel"), () => this.ask(this.checkNote, "calibrate.cancel", { station: this.station }))),
      make("p", "hint", say(this.lang, "breathe")), this.exchange,
      this.checkNote.element, this.mini, this.signals);
  }

  pick(muscle, side) {
    this.chosen = `${muscle}.${side}`;
    this.muscle.select.value = muscle;
    this.side.select.value = side;
    this.body.show(this.chosen, this.here);
    put(this.site, this.sites?.get(muscle) ?? "");
  }

  /** Where electrodes sit, muscle by muscle, as the daemon's catalogue says. */
  async opened() {
    const known = await this.session.ask("muscles");
    if (known.ok) this.sites = new Map(known.ok.muscles?.map((one) => [one.muscle, one.site]));
  }

  assign() {
    this.ask(this.placeNote, "assign", {
      device: this.device.select.value, station: this.station, channel: Number(this.channel.value),
      muscle: this.muscle.select.value, side: this.side.select.value,
    });
  }

  /** Carries out what the check offered: the electrodes stay where they are. */
  async swap() {
    const fine = await this.ask(this.checkNote, "calibrate.start",
      { station: this.station, what: "placement", exchange: true });
    if (fine) this.here.swapped = false;
  }

  async ask(note, request, fields = {}) {
    return note.show(await this.session.ask(request, fields), say(this.lang, "done"));
  }

  show(station, floor) {
    this.here = station;
    this.station = station.name;
    this.showFound([...floor.heard.values()]);
    this.showOwn([...floor.devices.values()]);
    this.body.show(this.chosen, station);
    fill(this.worn, station.wearing, () => station.wearing.map((one) => this.wornRow(one)));
    const signals = [...station.signals.values()].map((one) => [one.muscle, one.side, one.quality, one.mend]);
    fill(this.signals, signals, () => signals.map(([muscle, side, quality, mend]) => make("li", "",
      make("span", "grow", `${name(this.lang, muscle)} ${name(this.lang, side).toLowerCase()}`),
      make("span", "", say(this.lang, `signal_${quality}`)), make("span", "hint", mend ?? ""))));
    this.mini.hidden = !station.calibration;
    this.exchange.hidden = !station.swapped;
    this.calibration.show(station, this.lang);
  }

  tick(now) {
    return this.mini.hidden ? false : this.calibration.tick(now);
  }

  showFound(heard) {
    const shown = heard.sort((one, other) => (other.rssi ?? -200) - (one.rssi ?? -200))
      .map((one) => [one.address, one.name, one.model, Math.round((one.rssi ?? -100) / 5) * 5, one.known]);
    fill(this.found, shown, () => shown.map(([address, called, model, rssi, known]) => make("li", "",
      make("span", "grow", called ?? address, make("br"), make("small", "hint", model ?? say(this.lang, "unknown_model"))),
      make("span", "strength", "▮".repeat(Math.max(1, Math.min(5, Math.round((rssi + 105) / 12))))),
      known ? make("span", "hint", say(this.lang, "known"))
        : button("", say(this.lang, "pair"), () => this.ask(this.findNote, "pair", { address, ...(model ? { model } : {}) })))));
  }

  showOwn(devices) {
    const shown = devices.map((one) => [one.device, one.model, one.state, one.battery, one.station, one.text]);
    fill(this.own, shown, () => shown.map(([device, model, state, battery, station, text]) => make("li", "",
      make("span", "grow", device, make("br"), make("small", "hint",
        [model, station, battery === undefined ? "" : `${Math.round(battery * 100)} %`, text].filter(Boolean).join(" · "))),
      make("span", "", say(this.lang, `device_${state}`)),
      button("", say(this.lang, "which"), () => this.ask(this.findNote, "identify", { device })))));
    const names = devices.map((one) => one.device);
    fill(this.device.select, names, () => names.map((one) => new Option(one, one)));
  }

  wornRow(one) {
    return make("li", "",
      make("span", "grow", one.muscle ? `${name(this.lang, one.muscle)} ${name(this.lang, one.side).toLowerCase()}`
        : name(this.lang, one.site)),
      make("span", "hint", `${one.device}${one.channel === undefined ? "" : ` · ${one.channel}`}`),
      button("", say(this.lang, "take_off"), () => this.ask(this.placeNote, "unassign", {
        device: one.device, ...(one.channel === undefined ? {} : { channel: one.channel }),
      })));
  }
}
