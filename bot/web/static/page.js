// The form works without this script. With it, the page stays where it is: only the new turn is fetched, as HTML that
// the server made, and the conversation is kept in this tab and nowhere else.
"use strict";

(() => {
  const form = document.getElementById("ask");
  const field = document.getElementById("message");
  const log = document.getElementById("conversation");
  const status = document.getElementById("status");
  const region = document.getElementById("region");
  const shelf = form.elements.corpus.value;
  const KEY = `conversation of ${shelf}`;
  const MOST_TURNS = 50, MOST_EARLIER = 19;   // what the server takes
  const SLOW = 4000, TOO_SLOW = 30000;        // milliseconds
  const inFrame = window.top !== window.self;
  let turns = [];                             // of {html, turn}, the oldest first
  let isWaiting = false;

  const parsed = (html) => new DOMParser().parseFromString(html, "text/html").body.firstElementChild;

  function remember() {
    try { sessionStorage.setItem(KEY, JSON.stringify({ turns, region: region.value })); } catch { /* not allowed here */ }
  }

  function remembered() {
    try { return JSON.parse(sessionStorage.getItem(KEY)) || {}; } catch { return {}; }
  }

  function show({ html }) {
    const article = document.adoptNode(parsed(html));
    if (inFrame) for (const link of article.querySelectorAll("a.show")) { link.target = "_blank"; link.rel = "noopener"; }
    log.append(article);
    document.getElementById("start")?.remove();
    return article;
  }

  function keepHistory() {
    form.elements.history.value = JSON.stringify(turns.slice(-MOST_EARLIER).map(({ turn }) => turn.message));
  }

  function tell(text) {
    status.textContent = text;
    status.className = text ? "told" : "";
  }

  function whomToCall() {
    const numbers = region.selectedOptions[0].dataset.call;
    return region.value ? `In an emergency call ${numbers}.` : `In an emergency call your local emergency number: ${numbers}`;
  }

  function showNumbers() {
    const place = document.getElementById("emergency");
    place.textContent = whomToCall();
    if (!region.value) return;
    place.textContent = "In an emergency call ";
    region.selectedOptions[0].dataset.call.split(" or ").forEach((number, index) => {
      const link = document.createElement("a");
      link.href = `tel:${number.replace(/[^0-9]/g, "")}`;
      link.textContent = number;
      place.append(index ? " or " : "", link);
    });
    place.append(".");
  }

  async function fetched(body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TOO_SLOW);
    try {
      const response = await fetch(form.action, {
        method: "POST", body, signal: stop.signal, headers: { accept: "application/json" }, cache: "no-store",
      });
      const answer = await response.json();
      if (!response.ok) throw new Error(answer.detail);
      return answer;
    } catch (error) {
      if (error.name === "AbortError") throw new Error("The server takes too long to answer. Try again in a moment.");
      if (error instanceof TypeError || error instanceof SyntaxError) {
        throw new Error("The server cannot be reached. Check your connection, and try again.");
      }
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async function ask(message, picked) {
    isWaiting = true;
    tell("Looking …");
    const slow = setTimeout(() => tell("This takes longer than usual. Please wait a little."), SLOW);
    const body = new URLSearchParams({
      message, corpus: shelf, region: region.value, history: form.elements.history.value,
      conversation: JSON.stringify(turns.slice(-MOST_TURNS).map(({ turn }) => turn)),
    });
    try {
      const answer = await fetched(body);
      turns.push(answer);
      if (!picked) field.value = "";
      remember();
      keepHistory();
      tell("");
      present(show(answer));
    } catch (error) {
      tell(`${error.message} ${picked ? "" : "Your question is still there. "}${whomToCall()}`);
    } finally {
      clearTimeout(slow);
      isWaiting = false;
    }
  }

  function present(article) {
    article.scrollIntoView({ block: "start" });
    const help = article.querySelector(".help");
    if (help) help.focus({ preventScroll: true });
    else if (matchMedia("(pointer: coarse)").matches) field.blur();   // puts the keyboard away, which hides the answer
    else field.focus({ preventScroll: true });
  }

  form.addEventListener("submit", (event) => {
    if (event.submitter?.formAction.endsWith("/sheet")) return;
    event.preventDefault();
    const picked = event.submitter?.name === "picked" ? event.submitter.value : "";
    if (!isWaiting) ask(picked || field.value, Boolean(picked));
  });

  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); }
  });

  region.addEventListener("change", () => { showNumbers(); remember(); });

  document.getElementById("again").addEventListener("click", () => {
    try { sessionStorage.removeItem(KEY); } catch { /* nothing is kept */ }
    turns = [];
    field.value = "";
  });

  const print = document.getElementById("print");
  print.hidden = false;
  print.addEventListener("click", () => window.print());

  const kept = remembered();
  if (kept.region !== undefined) { region.value = kept.region; showNumbers(); }
  if (log.querySelector(".turn")) return;   // the server has shown a conversation: the form was sent without this script
  turns = kept.turns || [];
  log.setAttribute("aria-live", "off");     // what was there before is not read out again
  const articles = turns.map(show);
  requestAnimationFrame(() => log.setAttribute("aria-live", "polite"));
  keepHistory();
  articles.at(-1)?.scrollIntoView({ block: "start" });
})();
