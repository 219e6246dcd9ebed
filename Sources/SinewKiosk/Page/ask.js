// The coach's way to the daemon: sign in with a PIN, then one request at a time.
import { say } from "/words.js";

/** A session of a coach on this kiosk. */
export class Session {
  constructor(lang, ended) {
    Object.assign(this, { lang, ended, token: null, pageToken: null });
  }

  /** Goes on with a session that is still good; whether there is one. */
  async resume() {
    const about = await fetch("/about").then((one) => one.json());
    this.pageToken = about.token;
    this.isInsecure = about.insecure;
    const answer = await fetch("/coach/session").then((one) => one.json()).catch(() => null);
    this.token = answer?.ok?.token ?? null;
    return this.token !== null;
  }

  /** Returns null when the coach is in, else a sentence. */
  async signIn(pin) {
    const answer = await this.post("/coach/sign-in", { pin }, this.pageToken);
    this.token = answer.ok?.token ?? null;
    if (this.token) return null;
    if (answer.wait_s) return say(this.lang, "wait", answer.wait_s);
    return answer.error?.code === "not_permitted" ? say(this.lang, "wrong_pin") : answer.error.text;
  }

  async signOut() {
    await this.post("/coach/sign-out", {}, this.token);
    this.token = null;
    this.ended();
  }

  /** Asks the daemon. Returns `{ok}` or `{error: {code, text}}`, whose text can be shown. */
  ask(request, fields = {}) {
    return this.post("/coach/ask", { request, ...fields }, this.token);
  }

  async post(path, body, token) {
    try {
      const answer = await fetch(path, {
        method: "POST", body: JSON.stringify(body),
        headers: { "Content-Type": "application/json", "X-Sinew-Token": token ?? "" },
      });
      const read = await answer.json().catch(() => ({}));
      if (answer.status === 401 && path === "/coach/ask") this.ended();
      return read.ok || read.error?.text ? read
        : { error: { code: "system", text: read.error?.message ?? say(this.lang, "refused") } };
    } catch {
      return { error: { code: "system", text: say(this.lang, "lost") } };
    }
  }
}
