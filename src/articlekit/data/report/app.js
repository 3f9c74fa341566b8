/* The report at work. In goes the payload, a JSON text; out comes the page, made of text nodes only: nothing of the
   payload is ever read as markup, and no address is made a link unless it is http or https. */
"use strict";
(() => {
  const payload = JSON.parse(document.getElementById("payload").textContent);
  const { articles, rows, differences } = payload;
  const comparing = articles.length > 1;
  const storyRoles = new Set(payload.story_roles);
  const doubtful = payload.doubtful;
  const by = (id) => document.getElementById(id);
  const page = by("page");
  const state = { selected: -1, off: new Set(), mode: "all", query: "", matches: [], match: -1 };

  // --- making elements ---------------------------------------------------------------------------------------------

  function make(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name in element && name !== "role") element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  function link(url, text) {
    if (!/^https?:\/\//i.test(url)) return document.createTextNode(text);
    return make("a", { href: url, target: "_blank", rel: "noopener noreferrer", textContent: text });
  }

  // Only what is certain is 100 %.
  const percent = (share) => `${share < 1 ? Math.min(Math.round(share * 100), 99) : 100} %`;
  const blockOf = (side, index) => (index === null ? null : articles[side].blocks[index]);
  const blocksOf = (row) => [blockOf(0, row.a), comparing ? blockOf(1, row.b) : null].filter(Boolean);
  const isStory = (block) => storyRoles.has(block.role);

  // --- the page ----------------------------------------------------------------------------------------------------

  function cell(block) {
    if (!block) return make("div", { className: "gap" });
    const share =
      block.confidence < doubtful ? make("span", { className: "share", textContent: percent(block.confidence) }) : null;
    const classes = ["cell", isStory(block) ? "story" : "aside", block.hidden ? "unseen" : ""].join(" ").trim();
    return make(
      "div",
      { className: classes, "data-role": block.role },
      make("div", { className: "label" }, block.role, share, " "),
      make("div", { className: "words", dir: "auto", textContent: block.text }),
    );
  }

  function rowElement(row, place) {
    const cells = comparing ? [cell(blockOf(0, row.a)), cell(blockOf(1, row.b))] : [cell(blockOf(0, row.a))];
    const main = blocksOf(row)[0];
    return make(
      "div",
      {
        className: comparing ? "row pair" : "row",
        id: `row-${place}`,
        role: "option",
        "aria-selected": "false",
        "data-kind": row.kind,
        "data-role": main.role,
      },
      ...cells,
    );
  }

  const elements = rows.map(rowElement);
  const texts = rows.map((row) => blocksOf(row).map((block) => block.text.toLowerCase()));
  const nothing = make("p", {
    className: "nothing",
    textContent: "Nothing to show with these settings.",
    hidden: true,
  });

  const modes = {
    all: { name: "Whole page", shows: () => true },
    story: { name: "Story alone", shows: (row) => blocksOf(row).some(isStory) },
    aside: { name: "Set aside", shows: (row) => blocksOf(row).some((block) => !isStory(block)) },
    doubtful: { name: "Doubtful", shows: (row) => blocksOf(row).some((block) => block.confidence < doubtful) },
    differing: { name: "Differences", shows: (row) => row.kind !== "same" },
  };

  const isShown = (place) => !elements[place].hidden;

  function applyFilters() {
    const { shows } = modes[state.mode];
    rows.forEach((row, place) => {
      const wanted = blocksOf(row).some((block) => !state.off.has(block.role));
      elements[place].hidden = !(wanted && shows(row));
    });
    page.classList.toggle("alone", state.mode === "story" && !comparing);
    nothing.hidden = elements.some((element) => !element.hidden);
    search(state.query);
    drawStrip();
  }

  // --- selection ---------------------------------------------------------------------------------------------------

  function select(place, { reveal = true, open = true } = {}) {
    if (state.selected >= 0) elements[state.selected].setAttribute("aria-selected", "false");
    state.selected = place;
    if (place < 0) {
      page.removeAttribute("aria-activedescendant");
      showHint();
      return;
    }
    elements[place].setAttribute("aria-selected", "true");
    page.setAttribute("aria-activedescendant", elements[place].id);
    if (reveal) elements[place].scrollIntoView({ block: "nearest" });
    showBlock(rows[place]);
    if (!open) return;
    openPanel("block");
    if (panelCovers()) elements[place].scrollIntoView({ block: "start" });
  }

  // On a narrow screen the details slide over the lower half of the page.
  const panelCovers = () => getComputedStyle(by("panel")).position === "fixed";

  function step(direction) {
    let place = state.selected;
    if (place < 0 && direction < 0) place = rows.length;
    do place += direction;
    while (place >= 0 && place < rows.length && !isShown(place));
    if (place >= 0 && place < rows.length) select(place);
  }

  function edge(direction) {
    const shown = rows.map((_, place) => place).filter(isShown);
    const place = direction > 0 ? shown[0] : shown.at(-1);
    if (place !== undefined) select(place);
  }

  const pageKeys = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    j: () => step(1),
    k: () => step(-1),
    Home: () => edge(1),
    End: () => edge(-1),
    Enter: () => state.selected >= 0 && openPanel("block", { focus: true }),
  };

  page.addEventListener("keydown", (event) => {
    const act = pageKeys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  page.addEventListener("click", (event) => {
    const element = event.target.closest(".row");
    if (element && String(getSelection()) === "") select(elements.indexOf(element), { reveal: false });
  });

  // --- details -----------------------------------------------------------------------------------------------------

  const section = (title, ...children) => [make("h2", { textContent: title }), ...children];

  function copyButton(text) {
    const button = make("button", { type: "button", className: "plain copy", textContent: "Copy" });
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Select and copy by hand";
      }
    });
    return button;
  }

  function meter(share) {
    const bar = make("i");
    bar.style.width = `${share * 100}%`;
    return make("div", { className: "meter", role: "img", "aria-label": `Confidence ${percent(share)}` }, bar);
  }

  function blockCard(block, title) {
    const card = make("div", { className: "card", "data-role": block.role });
    card.append(
      ...(title ? section(title) : []),
      make(
        "div",
        { className: "verdict" },
        make("span", { className: "role", textContent: block.role }),
        make("span", {
          className: "sure",
          textContent: `${percent(block.confidence)} sure${block.hidden ? ", hidden from readers" : ""}`,
        }),
      ),
      meter(block.confidence),
      make("p", { className: "hint", textContent: payload.meanings[block.role] }),
      ...section("Why", reasons(block)),
      ...section(
        "Text",
        make("div", {
          className: "quote",
          tabIndex: 0,
          role: "group",
          "aria-label": "Text of the block",
          dir: "auto",
          textContent: block.text,
        }),
      ),
      ...place(block),
      ...linkList(block),
    );
    return card;
  }

  function reasons(block) {
    if (block.reasons.length === 0)
      return make("p", {
        className: "hint",
        textContent: "No reasons were kept. Extract with reasons=True to see them here.",
      });
    return make("ul", { className: "reasons" }, ...block.reasons.map((reason) => make("li", { textContent: reason })));
  }

  function place(block) {
    const found = [];
    if (block.path)
      found.push(
        ...section(
          block.offset ? `Path, from character ${block.offset}` : "Path",
          make("code", { className: "code", textContent: block.path }),
          copyButton(block.path),
        ),
      );
    if (block.span)
      found.push(
        ...section(
          "Place in the source",
          make("p", { className: "hint", textContent: `Characters ${block.span[0]} to ${block.span[1]}` }),
        ),
      );
    return found;
  }

  function linkList(block) {
    if (block.links.length === 0) return [];
    const items = block.links.map(({ url, text }) =>
      make("li", {}, link(url, text || url), make("span", { className: "url", textContent: url })),
    );
    return section(block.links.length === 1 ? "Link" : "Links", make("ul", { className: "links" }, ...items));
  }

  const kindNames = {
    same: "The same in both.",
    role: "Same text, another role.",
    text: "The text differs.",
    "only-a": "Only in the first.",
    "only-b": "Only in the second.",
  };

  function showBlock(row) {
    const cards = comparing
      ? [
          make("p", { className: "hint", textContent: kindNames[row.kind] }),
          ...[
            ["First", blockOf(0, row.a)],
            ["Second", blockOf(1, row.b)],
          ]
            .filter(([, block]) => block)
            .map(([title, block]) => blockCard(block, title)),
        ]
      : [blockCard(blockOf(0, row.a))];
    by("pane-block").replaceChildren(...cards);
  }

  function showHint() {
    const keys = [
      ["↑ ↓", "from block to block"],
      ["/", "search"],
      ["S", "story alone"],
      ["W", "whole page"],
      ["D", "doubtful blocks"],
      ["T", "light or dark"],
      ["Esc", "back to the page"],
    ];
    by("pane-block").replaceChildren(
      make("p", {
        className: "hint",
        textContent:
          "Choose a block to see its role, how sure that is, what spoke for it, and where it stands in the page.",
      }),
      make(
        "dl",
        { className: "keys" },
        ...keys.flatMap(([key, does]) => [
          make("dt", {}, make("kbd", { textContent: key })),
          make("dd", { textContent: does }),
        ]),
      ),
    );
  }

  function value(text, extra = "") {
    if (!text) return make("dd", { className: `value absent ${extra}`, textContent: "not found" });
    return make("dd", { className: `value ${extra}`, dir: "auto" }, link(text, text));
  }

  function fieldElement(field, place) {
    const against = field.candidates.filter((claim) => !claim.agrees).length;
    const differs = comparing && differences.includes(field.name);
    const words = differs ? "differs" : against ? `${against} against` : field.candidates.length ? "agreed" : "";
    const mark = words
      ? make("span", { className: differs || against ? "conflict" : "agreed", textContent: words })
      : null;
    const claims = field.candidates.map((claim) =>
      make(
        "li",
        { className: claim.agrees ? "for" : "against" },
        make("span", { className: "source", textContent: `${claim.source} ` }),
        claim.value,
      ),
    );
    const second = comparing ? value(articles[1].fields[place].value, "other") : null;
    const list = claims.length
      ? make(
          "dd",
          {},
          make("ul", { className: "claims", "aria-label": `What the page says of ${field.name}` }, ...claims),
        )
      : null;
    return make("div", { className: "field" }, make("dt", {}, field.name, mark), value(field.value), second, list);
  }

  function showFields() {
    by("pane-fields").replaceChildren(make("dl", {}, ...articles[0].fields.map(fieldElement)));
  }

  function thing(side, object) {
    const button = make(
      "button",
      { type: "button", className: "thing", "data-role": object.role },
      object.label || "(without words)",
      object.detail ? make("span", { textContent: object.detail }) : null,
    );
    button.addEventListener("click", () => {
      const row = rows.findIndex((candidate) => object.blocks.includes(side === 0 ? candidate.a : candidate.b));
      if (row < 0) return;
      if (!isShown(row)) show("all");
      select(row, { open: false });
      page.focus({ preventScroll: true });
    });
    return button;
  }

  function showObjects() {
    const pieces = articles.flatMap((article, side) =>
      article.objects.flatMap((group) =>
        section(
          `${comparing ? (side === 0 ? "First: " : "Second: ") : ""}${group.name} (${group.objects.length})`,
          ...group.objects.map((object) => thing(side, object)),
        ),
      ),
    );
    by("pane-objects").replaceChildren(
      ...(pieces.length
        ? pieces
        : [make("p", { className: "hint", textContent: "No images, cross-links, promos or embeds." })]),
    );
  }

  // --- tabs --------------------------------------------------------------------------------------------------------

  const tabs = ["block", "fields", "objects"];

  function openPanel(name, { focus = false } = {}) {
    by("panel").classList.add("open");
    for (const tab of tabs) {
      by(`tab-${tab}`).setAttribute("aria-selected", String(tab === name));
      by(`tab-${tab}`).tabIndex = tab === name ? 0 : -1;
      by(`pane-${tab}`).hidden = tab !== name;
    }
    if (focus) by(`pane-${name}`).focus();
  }

  for (const tab of tabs) by(`tab-${tab}`).addEventListener("click", () => openPanel(tab));
  by("tabs").addEventListener("keydown", (event) => {
    const direction = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const now = tabs.findIndex((tab) => by(`tab-${tab}`) === document.activeElement);
    if (!direction || now < 0) return;
    const tab = tabs[(now + direction + tabs.length) % tabs.length];
    openPanel(tab);
    by(`tab-${tab}`).focus();
  });
  const closePanel = () => {
    by("panel").classList.remove("open");
    page.focus({ preventScroll: true });
  };
  by("close").addEventListener("click", closePanel);

  // --- search ------------------------------------------------------------------------------------------------------

  const mostHighlights = 2000;

  function rangesIn(place, query) {
    const found = [];
    for (const words of elements[place].querySelectorAll(".words")) {
      const node = words.firstChild;
      const text = node ? node.data.toLowerCase() : "";
      if (!node || text.length !== node.data.length) continue;
      for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + query.length);
        found.push(range);
      }
    }
    return found;
  }

  function paint(name, ranges) {
    if (typeof Highlight === "undefined" || !CSS.highlights) return;
    CSS.highlights.set(name, new Highlight(...ranges));
  }

  function search(query) {
    state.query = query;
    const wanted = query.trim().toLowerCase();
    state.matches = wanted
      ? rows.flatMap((_, place) =>
          isShown(place) && texts[place].some((text) => text.includes(wanted)) ? [place] : [],
        )
      : [];
    state.match = -1;
    const ranges = [];
    for (const place of state.matches) {
      if (ranges.length >= mostHighlights) break;
      ranges.push(...rangesIn(place, wanted));
    }
    paint("found", ranges);
    paint("found-now", []);
    by("found").textContent = wanted ? (state.matches.length ? `${state.matches.length} found` : "none") : "";
    drawStrip();
  }

  function goToMatch(direction) {
    if (state.matches.length === 0) return;
    state.match =
      (state.match + direction + state.matches.length + (state.match < 0 && direction < 0 ? 1 : 0)) %
      state.matches.length;
    const place = state.matches[state.match];
    select(place, { open: false });
    elements[place].scrollIntoView({ block: "center" });
    paint("found-now", rangesIn(place, state.query.trim().toLowerCase()));
    by("found").textContent = `${state.match + 1} of ${state.matches.length}`;
  }

  by("search").addEventListener("input", (event) => search(event.target.value));
  by("search").addEventListener("keydown", (event) => {
    if (event.key === "Enter") goToMatch(event.shiftKey ? -1 : 1);
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.target.value = "";
    search("");
    page.focus();
  });
  by("next").addEventListener("click", () => goToMatch(1));
  by("previous").addEventListener("click", () => goToMatch(-1));

  // --- modes and roles ---------------------------------------------------------------------------------------------

  function show(mode) {
    state.mode = mode;
    for (const button of by("modes").children) button.setAttribute("aria-pressed", String(button.value === mode));
    applyFilters();
    if (state.selected >= 0 && isShown(state.selected)) elements[state.selected].scrollIntoView({ block: "nearest" });
  }

  function modeButton(mode) {
    const button = make("button", {
      type: "button",
      value: mode,
      textContent: modes[mode].name,
      "aria-pressed": "false",
    });
    button.addEventListener("click", () => show(mode));
    return button;
  }

  function roleButton([role, count]) {
    const button = make(
      "button",
      { type: "button", className: "chip", "data-role": role, "aria-pressed": "true", title: payload.meanings[role] },
      role,
      make("span", { className: "count", textContent: String(count) }),
    );
    button.addEventListener("click", () => {
      const off = !state.off.has(role);
      off ? state.off.add(role) : state.off.delete(role);
      button.setAttribute("aria-pressed", String(!off));
      applyFilters();
    });
    return button;
  }

  function rolesPresent() {
    const counts = new Map(payload.roles.map((role) => [role, 0]));
    for (const article of articles)
      for (const block of article.blocks) counts.set(block.role, counts.get(block.role) + 1);
    return [...counts].filter(([, count]) => count > 0);
  }

  // --- the strip ---------------------------------------------------------------------------------------------------

  const canvas = by("strip");
  const colours = new Map();

  function readColours() {
    colours.clear();
    for (const role of payload.roles) {
      const probe = make("span", { "data-role": role });
      document.body.append(probe);
      probe.style.color = "var(--bar)";
      colours.set(role, getComputedStyle(probe).color);
      probe.remove();
    }
  }

  // A block's bar is as high as its text is long, though a short one must still be seen.
  const leastWeight = 40;
  const weight = (row) => Math.max(leastWeight, ...blocksOf(row).map((block) => block.text.length));

  function bars() {
    const shown = rows.map((row, place) => [row, place]).filter(([, place]) => isShown(place));
    const total = shown.reduce((sum, [row]) => sum + weight(row), 0) || 1;
    let top = 0;
    return shown.map(([row, place]) => {
      const height = weight(row) / total;
      top += height;
      return { row, place, top: top - height, height };
    });
  }

  let drawn = [];

  function drawStrip() {
    const { clientWidth: width, clientHeight: height } = canvas;
    const scale = devicePixelRatio || 1;
    canvas.width = width * scale;
    canvas.height = height * scale;
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    drawn = bars();
    const matches = new Set(state.matches);
    const inset = width > 30 ? 8 : 4;
    for (const bar of drawn) {
      const gap = bar.height * height > 4 ? 1 : 0;
      blocksOf(bar.row).forEach((block, side, all) => {
        const wide = (width - 2 * inset) / all.length;
        pen.globalAlpha = isStory(block) || block.role === "headline" ? 1 : 0.6;
        pen.fillStyle = colours.get(block.role);
        pen.fillRect(
          inset + side * wide,
          bar.top * height,
          wide - (all.length > 1 ? 1 : 0),
          Math.max(bar.height * height - gap, 0.7),
        );
      });
      if (matches.has(bar.place)) {
        pen.globalAlpha = 1;
        pen.fillStyle = getComputedStyle(document.documentElement).color;
        pen.fillRect(width - 4, bar.top * height, 4, Math.max(bar.height * height - gap, 2));
      }
    }
    drawWindow();
  }

  function barAt(offset) {
    let low = 0;
    let high = drawn.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const element = elements[drawn[middle].place];
      if (element.offsetTop + element.offsetHeight - page.offsetTop < offset) low = middle + 1;
      else high = middle;
    }
    return drawn[low];
  }

  function drawWindow() {
    const mark = by("window");
    mark.hidden = drawn.length === 0;
    if (drawn.length === 0) return;
    const first = barAt(page.scrollTop);
    const last = barAt(page.scrollTop + page.clientHeight);
    const height = canvas.clientHeight;
    mark.style.top = `${first.top * height}px`;
    mark.style.height = `${Math.max((last.top + last.height - first.top) * height, 8)}px`;
  }

  function goTo(event) {
    const at = (event.clientY - canvas.getBoundingClientRect().top) / canvas.clientHeight;
    const bar = drawn.findLast((candidate) => candidate.top <= at);
    if (bar) elements[bar.place].scrollIntoView({ block: "center" });
    return bar;
  }

  const strip = canvas.parentElement;
  strip.addEventListener("pointerdown", (event) => {
    strip.setPointerCapture(event.pointerId);
    const bar = goTo(event);
    if (bar) select(bar.place, { reveal: false, open: false });
  });
  strip.addEventListener("pointermove", (event) => event.buttons && goTo(event));
  page.addEventListener("scroll", () => requestAnimationFrame(drawWindow), { passive: true });
  new ResizeObserver(drawStrip).observe(canvas);

  // --- light and dark ----------------------------------------------------------------------------------------------

  const themes = ["auto", "light", "dark"];
  const themeNames = { auto: "Auto", light: "Light", dark: "Dark" };

  function nextTheme() {
    const now = document.documentElement.dataset.theme || "auto";
    const theme = themes[(themes.indexOf(now) + 1) % themes.length];
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    by("theme-name").textContent = themeNames[theme];
    repaint();
  }

  function repaint() {
    readColours();
    drawStrip();
  }

  by("theme").addEventListener("click", nextTheme);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);

  // --- keys that work everywhere -----------------------------------------------------------------------------------

  const keys = {
    "/": () => by("search").focus(),
    s: () => show("story"),
    w: () => show("all"),
    d: () => show("doubtful"),
    t: nextTheme,
    f: () => openPanel("fields"),
    Escape: closePanel,
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input");
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });

  // --- the head ----------------------------------------------------------------------------------------------------

  const strong = (text) => make("b", { textContent: text });

  function describe(article) {
    const pieces = [
      strong(String(article.counts.story)),
      ` story blocks, ${article.counts.words} words; `,
      strong(String(article.counts.aside)),
      " set aside",
    ];
    if (article.confidence) pieces.push("; ", strong(percent(article.confidence)), " of the story probably right");
    if (article.truncated) pieces.push("; the page was larger than what is read, and was cut");
    return pieces;
  }

  function compare() {
    const blocks = rows.filter((row) => row.kind !== "same").length;
    return [
      strong(String(blocks)),
      " of ",
      strong(String(rows.length)),
      " lines differ, and ",
      strong(String(differences.length)),
      " fields",
    ];
  }

  function originOf(article) {
    return article.origin ? [`${article.origin}: `] : [];
  }

  function showHead() {
    const [first] = articles;
    const titles = articles.map((article) => article.title);
    by("headline").textContent = [...new Set(titles)].join(" — ");
    by("site").textContent = comparing ? "two pages side by side" : first.origin;
    by("summary").replaceChildren(...(comparing ? compare() : describe(first)));
    by("columns").hidden = !comparing;
    if (comparing)
      by("columns").replaceChildren(
        ...articles.map((article, side) =>
          make("p", {}, strong(["First", "Second"][side] + ": " + article.title), ...originOf(article), ...describe(article)),
        ),
      );
  }

  function start() {
    showHead();
    showHint();
    showFields();
    showObjects();
    const offered = Object.keys(modes).filter((mode) => mode !== "differing" || comparing);
    by("modes").replaceChildren(...offered.map(modeButton));
    by("roles").replaceChildren(...rolesPresent().map(roleButton));
    page.replaceChildren(...elements, nothing);
    readColours();
    openPanel("block");
    by("panel").classList.remove("open");
    show("all");
    document.documentElement.dataset.ready = "true";
  }

  start();
})();
