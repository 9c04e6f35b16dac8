"""The stage of a story in the browser: a dialog over the whole window, with what turns its slides."""

from __future__ import annotations

from streamlit.components.v2 import component

HTML = """
<dialog>
  <div class="stage" tabindex="-1">
    <p class="said" aria-live="polite"></p>
    <div class="body"><div class="picture"></div><div class="text"></div></div>
    <nav>
      <button class="back"></button><span class="place"></span><button class="on"></button>
      <button class="wide"></button><button class="leave"></button>
    </nav>
  </div>
</dialog>
"""

CSS = """
dialog { position: fixed; inset: 0; width: 100vw; height: 100dvh; max-width: none; max-height: none;
  margin: 0; padding: 0; border: 0; background: var(--paper); }
.stage { box-sizing: border-box; width: 100%; height: 100%; display: flex; flex-direction: column;
  overflow-y: auto; outline: none; background: var(--paper); color: var(--ink);
  font-family: var(--st-font); color-scheme: light; }
.said { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
.body { flex: 1 1 0; min-height: 0; display: flex; gap: 2vw; }
.picture { flex: 1 1 0; min-width: 0; }
.picture svg { display: block; width: 100%; height: 100%; }
.picture text { font-family: var(--st-font); }
.text { flex: 0 0 30vw; box-sizing: border-box; overflow-y: auto; margin: 4vh 3vw 0 0; padding-left: 1.5vw;
  border-left: 3px solid var(--accent); font-size: clamp(1.1rem, 1.6vw, 2.2rem); line-height: 1.6; }
.text:empty { display: none; }
.text > :first-child { margin-top: 0; }
.text a { color: inherit; }
.text table { border-collapse: collapse; }
.text :is(th, td) { border-bottom: 1px solid; padding: .2em .6em .2em 0; text-align: start; }
nav { display: flex; align-items: center; justify-content: flex-end; gap: .5rem; padding: .25rem 1rem .5rem;
  background: var(--paper); }
.place { min-width: 6em; text-align: center; font-variant-numeric: tabular-nums; }
button { min-width: 2.75rem; min-height: 2.75rem; font: inherit; color: inherit; background: none; cursor: pointer;
  border: 1px solid var(--muted); border-radius: 4px; }
button:disabled { opacity: .4; cursor: default; }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
button[hidden] { display: none; }
.narrow .body { flex: 1 0 auto; flex-direction: column; gap: 0; }
.narrow .picture { flex: none; }
.narrow .picture svg { height: auto; }
.narrow .text { flex: none; margin: 0 1rem 1rem; padding-left: 1rem; }
.narrow nav { position: sticky; bottom: 0; justify-content: center; border-top: 1px solid var(--muted); }
"""

# All slides are in the browser before the first is shown: a lost connection does not end a talk.
SLIDES = """
const NARROW = matchMedia("(max-width: 640px), (max-aspect-ratio: 1)")
const begun = new WeakMap()
const turned = new WeakMap()

export default ({ data, parentElement, setTriggerValue }) => {
  const dialog = parentElement.querySelector("dialog")
  const one = (name) => dialog.querySelector(name)
  const stage = one(".stage")
  const { slides, words, look } = data
  let place = Math.min(turned.get(dialog) ?? 0, slides.length - 1)

  const show = (next) => {
    place = Math.max(0, Math.min(slides.length - 1, next))
    turned.set(dialog, place)
    const slide = slides[place]
    const drawn = NARROW.matches ? slide.narrow : slide.wide
    const picture = new DOMParser().parseFromString(drawn, "image/svg+xml").documentElement
    picture.setAttribute("role", "img")
    picture.setAttribute("aria-label", slide.title)
    picture.removeAttribute("width")
    picture.removeAttribute("height")
    stage.classList.toggle("narrow", NARROW.matches)
    one(".picture").replaceChildren(picture)
    one(".text").innerHTML = slide.text
    one(".place").textContent = slide.place
    one(".said").textContent = slide.said
    one(".back").disabled = place === 0
    one(".on").disabled = place === slides.length - 1
    stage.scrollTop = 0
    const focused = dialog.getRootNode().activeElement
    if (!focused || focused.disabled) stage.focus()
  }

  const leave = () => {
    if (!dialog.open) return
    dialog.close()
    turned.delete(dialog)
    if (document.fullscreenElement) document.exitFullscreen()
    setTriggerValue("left", true)
  }
  const widen = () => stage.requestFullscreen?.().catch(() => {})

  dialog.onkeydown = (event) => {
    event.stopPropagation()
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if ([" ", "Enter"].includes(event.key) && event.target.closest("button, a")) return
    const turns = {
      ArrowRight: place + 1, ArrowLeft: place - 1, PageDown: place + 1, PageUp: place - 1,
      Enter: place + 1, " ": event.shiftKey ? place - 1 : place + 1, Home: 0, End: slides.length - 1,
    }
    if (event.key in turns) {
      event.preventDefault()
      show(turns[event.key])
    } else if (event.key === "Escape") {
      event.preventDefault()
      leave()
    } else if (event.key === "f") widen()
  }
  dialog.oncancel = (event) => {
    event.preventDefault()
    leave()
  }

  let touched
  stage.ontouchstart = (event) => { touched = event.touches[0] }
  stage.ontouchend = (event) => {
    const right = event.changedTouches[0].clientX - touched.clientX
    const down = event.changedTouches[0].clientY - touched.clientY
    if (Math.abs(right) > 60 && Math.abs(down) < 40) show(place + (right < 0 ? 1 : -1))
  }

  const button = (name, sign, act) => {
    const made = one("." + name)
    made.textContent = sign
    made.title = words[name]
    made.setAttribute("aria-label", words[name])
    made.onclick = (event) => {
      act()
      if (event.detail) stage.focus()
    }
  }
  button("back", "←", () => show(place - 1))
  button("on", "→", () => show(place + 1))
  button("wide", "⛶", widen)
  button("leave", "✕", leave)
  const full = () => { one(".wide").hidden = !stage.requestFullscreen || Boolean(document.fullscreenElement) }
  document.onfullscreenchange = () => {
    full()
    if (!document.fullscreenElement) leave()
  }
  NARROW.onchange = () => show(place)

  Object.entries(look).forEach(([name, colour]) => dialog.style.setProperty("--" + name, colour))
  dialog.setAttribute("aria-label", words.story)
  full()
  if (begun.get(dialog) !== data.begun) {
    begun.set(dialog, data.begun)
    dialog.showModal()
    widen()
  }
  show(place)
  return () => {
    document.onfullscreenchange = NARROW.onchange = null
    if (document.fullscreenElement) document.exitFullscreen()
  }
}
"""

stage = component("story_stage", html=HTML, css=CSS, js=SLIDES)
