// A minimal web page: node web_page.mjs [PORT], then http://127.0.0.1:8080/
// The page and the lines come from one small server, so that the browser needs nobody else.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { listen } from "./sinew.mjs";

const port = Number(process.argv[2] ?? 8080);
const path = process.env.SINEW_FEEDBACK ?? "/run/sinew/feedback.sock";
const page = `<!doctype html><meta charset="utf-8"><title>Repetitions</title>
<style>body { font: 20vmin sans-serif; text-align: center } p { font-size: 6vmin }</style>
<output id="count">0</output><p id="cue"></p>
<script type="module">
import { listen } from "/sinew.mjs";
const show = (id, text) => { document.getElementById(id).textContent = text; };
let count = 0;
for await (const message of listen({ url: "/events" })) {
  if (message.kind === "set.started") show("count", (count = 0));
  if (message.kind === "rep" && !message.partial) show("count", ++count);
  if (message.kind === "rep.revised" && message.removed) show("count", --count);
  if (message.kind === "cue") show("cue", message.text);
}
</script>`;

const server = createServer(async (request, response) => {
  if (request.url === "/") {
    response.writeHead(200, { "content-type": "text/html" }).end(page);
  } else if (request.url === "/sinew.mjs") {
    const file = await readFile(new URL("sinew.mjs", import.meta.url));
    response.writeHead(200, { "content-type": "text/javascript" }).end(file);
  } else if (request.url === "/events") {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const wishes = { path, signal: gone.signal, scope: "screen", kinds: ["set.*", "rep", "rep.*", "cue"] };
    for await (const message of listen(wishes)) response.write(`data: ${JSON.stringify(message)}\n\n`);
  } else {
    response.writeHead(404).end();
  }
});
server.listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
