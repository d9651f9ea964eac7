"""Looks at a page in Chromium: look.py LOOK PAGE KNOWN. Exits with an error where something is not as it should be."""

import json, os, shutil, sys, tempfile, time
from pathlib import Path
from selenium import webdriver
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.common.actions.wheel_input import ScrollOrigin
from selenium.webdriver.support.ui import WebDriverWait

LOOK, PAGE, KNOWN = sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3])


def program(*names):
    found = next(filter(None, map(shutil.which, names)), None)
    assert found, f"one of {names} is needed"
    return found


def browser(folder):
    options = webdriver.ChromeOptions()
    options.binary_location = program("chromium", "chromium-browser")
    for flag in ("headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
                 "disable-component-update", "disable-sync", "disable-dev-shm-usage", "window-size=1440,900", "force-device-scale-factor=1",
                 # No name is found: what asked for the network would fail and be seen in the log.
                 "host-resolver-rules=MAP * ~NOTFOUND", f"user-data-dir={folder}/profile"):
        options.add_argument(f"--{flag}")
    prefs = {"download.default_directory": folder}
    if LOOK == "no-script":
        prefs["profile.managed_default_content_settings.javascript"] = 2
    options.add_experimental_option("prefs", prefs)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(executable_path=program("chromedriver"))
    return webdriver.Chrome(options=options, service=service)


class Look:
    def __init__(self, driver):
        self.driver = driver
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 1440, "height": 900, "deviceScaleFactor": 1, "mobile": False})
        started = time.monotonic()
        driver.get(PAGE.as_uri())
        if LOOK != "no-script":
            WebDriverWait(driver, 60).until(lambda d: d.execute_script("return document.documentElement.dataset.state"))
        self.waited = time.monotonic() - started

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def count(self, selector):
        return len(self.driver.find_elements(By.CSS_SELECTOR, selector))

    def texts(self, selector):
        return self.js("return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector)

    def keep(self, name):
        if folder := os.environ.get("FENGONG_PICTURES"):
            time.sleep(0.2)
            self.driver.save_screenshot(f"{folder}/{LOOK}-{name}.png")

    def to(self, x, y):
        actions = ActionChains(self.driver, duration=0)
        actions.w3c_actions.pointer_action.move_to_location(round(x), round(y))
        actions.perform()

    def middle_of_line(self, part):
        """A place on an edge, at which nothing else is."""
        return self.js("""
            const path = document.querySelector(`#${arguments[0]} path:not(.grip)`), way = path.getScreenCTM(), length = path.getTotalLength();
            for (let at = 0.5; at < 0.99; at += 0.02) for (const side of [at, 1 - at]) {
                const place = path.getPointAtLength(length * side).matrixTransform(way);
                const met = document.elementsFromPoint(place.x, place.y).find(e => !e.classList.contains("grip") && e.closest(".part"));
                if (met?.closest(".part").id === arguments[0]) return [place.x, place.y];
            }""", part)

    def transform(self):
        return self.js("return document.querySelector('#ui-layer').getAttribute('transform')")

    def opacity(self, part):
        return float(self.js("return getComputedStyle(document.getElementById(arguments[0])).opacity", part))

    def press(self, *keys):
        ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    def wait(self, what, message):
        WebDriverWait(self.driver, 5, 0.05).until(lambda _: what(), message)

    def quiet(self):
        """Nothing went wrong, and nothing was asked of the network."""
        log = self.driver.get_log("browser")
        if LOOK == "active":
            # That what is active in a picture was not let run is told.
            log = [entry for entry in log if "Executing inline event handler violates" not in entry["message"]]
        assert not log, log
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        asked = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        # The browser's own first tab asks for pages of the browser.
        asked = [url for url in asked if not url.startswith(("file:", "blob:", "data:", "chrome:"))]
        assert not asked, asked


def middle(look, part):
    return look.js("""const e = document.getElementById(arguments[0]).getBoundingClientRect();
        return [(e.left + e.right) / 2, (e.top + e.bottom) / 2]""", part)


def diagram(look):
    tie = KNOWN["tie"]
    tie["from"], tie["to"] = tie["joins"]
    print(f"{PAGE.stat().st_size} bytes, drawn after {look.waited:.2f} s")
    assert look.js("return document.documentElement.lang") == "zh-Hans"
    assert look.count("#ui-stage g.node") == KNOWN["nodes"] and look.count("#ui-stage g.edge") == KNOWN["edges"]
    assert look.count("#ui-stage title") == 0
    inside = look.js("const e = document.querySelector('#ui-view > g > svg > g').getBoundingClientRect();"
                     "return e.left >= 0 && e.top >= 0 && e.right <= innerWidth && e.bottom <= innerHeight")
    assert inside, "the whole picture is in the window"
    look.keep("1-first")

    # What is behind an edge: its tasks, its ends; the rest stands back.
    x, y = look.middle_of_line(tie["id"])
    look.to(x, y)
    assert look.texts("#ui-panel h1") == [tie["head"]]
    shown = look.texts("#ui-panel li")
    assert shown == tie["lines"][:len(shown)] and len(shown) >= min(len(tie["lines"]), 10)
    look.wait(lambda: look.count("#ui-stage .node") - look.count("#ui-stage .node.strong") == KNOWN["nodes"] - 2, "two ends")
    look.wait(lambda: look.opacity(tie["from"]) == 1 and look.opacity(tie["to"]) == 1, "ends are strong")
    other = next(f"n{at}" for at in range(KNOWN["nodes"]) if f"n{at}" not in (tie["from"], tie["to"]))
    look.wait(lambda: look.opacity(other) < 0.3, "others stand back")
    edge = look.js("const e = document.querySelector('#ui-panel').getBoundingClientRect(); return [e.left, e.top, e.right, e.bottom]")
    assert edge[0] >= 0 and edge[1] >= 0 and edge[2] <= 1440 and edge[3] <= 900, edge
    look.keep("2-edge")

    # A click keeps it, all of it, and it can be selected; a click elsewhere lets go.
    ActionChains(look.driver).click().perform()
    assert look.texts("#ui-panel li") == tie["lines"]
    look.to(10, 880)
    assert look.one("#ui-panel").is_displayed() and "pinned" in look.one("#ui-panel").get_attribute("class")
    picked = look.js("getSelection().selectAllChildren(document.querySelector('#ui-panel ul')); return String(getSelection())")
    assert all(line in picked for line in tie["lines"]), picked
    look.keep("3-pinned")
    ActionChains(look.driver).click().perform()
    assert not look.one("#ui-panel").is_displayed() and look.count(".dimmed") == 0

    # A unit: its neighbours stay.
    look.to(*middle(look, tie["from"]))
    look.wait(lambda: look.opacity(tie["to"]) == 1 and look.opacity(tie["id"]) == 1, "neighbours are strong")
    look.keep("4-unit")

    # Search.
    look.to(10, 880)
    look.press("/")
    look.one("#ui-search").send_keys(KNOWN["search"])
    assert look.count("#ui-hits li") == KNOWN["found"] == look.count(".ring") and str(KNOWN["found"]) in look.one("#ui-count").text
    hit = look.js("return document.querySelector('.node.strong').id")
    look.wait(lambda: look.opacity(hit) == 1 and look.count("#ui-stage .part.strong") == KNOWN["found"], "hits are strong")
    look.keep("5-search")
    at_rest = look.transform()
    look.press(Keys.ENTER)
    assert look.transform() != at_rest and look.count(".ring.current") == 1
    place = look.js("const e = document.querySelector('.ring.current').getBoundingClientRect(); return [e.left + e.width / 2, e.top + e.height / 2]")
    assert abs(place[0] - 720) < 2 and abs(place[1] - 450) < 2, place
    look.keep("6-hit")
    look.press(Keys.ESCAPE)
    assert look.count(".ring") == 0 and look.count(".dimmed") == 0 and look.one("#ui-search").get_attribute("value") == ""
    look.one("#ui-search").send_keys("無此名")
    assert look.one("#ui-count").text == "没有这个名称"
    look.press(Keys.ESCAPE)
    # Words that an input method is still composing are not searched for.
    look.js("""const box = document.getElementById('ui-search');
        box.value = arguments[0]; box.dispatchEvent(new InputEvent('input', {isComposing: true}));""", KNOWN["many"])
    assert look.count("#ui-hits li") == 0
    look.js("document.getElementById('ui-search').dispatchEvent(new CompositionEvent('compositionend'))")
    assert look.count("#ui-hits li") == KNOWN["all"]
    look.driver.find_elements(By.CSS_SELECTOR, "#ui-hits button")[-1].click()
    assert look.one("#ui-count").text == f"{KNOWN['all']} / {KNOWN['all']}"
    look.press(Keys.ESCAPE)
    look.js("document.activeElement.blur()")

    # Zoom, move, fit; what is under the pointer stays there.
    look.press("0")
    assert look.transform() == at_rest
    look.press("+")
    assert "scale(1.25)" in look.transform()
    look.press("-", "0")
    before = look.js("return document.getElementById(arguments[0]).getBoundingClientRect().toJSON()", tie["to"])
    x, y = before["left"], before["top"]
    ActionChains(look.driver).scroll_from_origin(ScrollOrigin.from_viewport(round(x), round(y)), 0, -240).perform()
    after = look.js("return document.getElementById(arguments[0]).getBoundingClientRect().toJSON()", tie["to"])
    assert after["width"] > before["width"] * 1.2 and abs(after["left"] - x) < 2 and abs(after["top"] - y) < 2, (before, after)
    look.keep("7-zoomed")
    look.js("document.getElementById('ui-fit').click()")
    actions = ActionChains(look.driver, duration=50)
    actions.w3c_actions.pointer_action.move_to_location(200, 500).pointer_down().move_to_location(300, 540).pointer_up()
    actions.perform()
    moved = look.js("return document.getElementById(arguments[0]).getBoundingClientRect().left", tie["to"])
    assert abs(moved - before["left"] - 100) < 2 and not look.one("#ui-panel").is_displayed(), moved
    look.press("0")

    # The keyboard alone.
    look.js("document.getElementById('ui-print').focus()")
    ActionChains(look.driver).key_down(Keys.SHIFT).send_keys(Keys.TAB * 7).key_up(Keys.SHIFT).perform()
    assert look.js("return document.activeElement.matches('g.node')") and look.one("#ui-panel").is_displayed()
    look.press(Keys.ENTER)
    assert look.count("#ui-panel.pinned") == 1
    look.press(Keys.ESCAPE)
    assert not look.one("#ui-panel").is_displayed()

    # The picture as a file, with nothing of the page in it.
    look.js("document.getElementById('ui-save').click()")
    folder = Path(look.driver.capabilities["chrome"]["userDataDir"]).parent
    look.wait(lambda: list(folder.glob("*.svg")), "the picture was saved")
    saved = next(folder.glob("*.svg")).read_text()
    assert saved.count('class="node"') == KNOWN["nodes"] and "grip" not in saved and "部门协作" in next(folder.glob("*.svg")).name
    paper = look.driver.print_page()
    assert len(paper) > 10_000
    if pictures := os.environ.get("FENGONG_PICTURES"):
        import base64
        Path(pictures, "paper.pdf").write_bytes(base64.b64decode(paper))


def hostile(look):
    name = KNOWN["name"]
    assert look.driver.title == " ".join(name.split())
    assert look.count("img") == 0 and look.count("#ui-stage script") == 0 and look.count("#ui-stage [href], #ui-stage [onclick]") == 0
    look.to(*middle(look, "n0"))
    assert look.texts("#ui-panel h1") == [name] and look.texts("#ui-panel li") == [name], look.texts("#ui-panel h1")
    look.one("#ui-search").send_keys("onerror=alert(1)")
    assert look.texts("#ui-hits button")[0] == name + name
    look.keep("1-search")
    assert look.count("img") == 0 and look.driver.title == " ".join(name.split())


def heat_map(look):
    cell = KNOWN["cell"]
    assert look.js("return typeof Viz") == "undefined"
    look.keep("1-first")
    look.to(*middle(look, cell["id"]))
    shown = look.texts("#ui-panel li")
    assert look.texts("#ui-panel h1") == [cell["head"]] and shown and shown == cell["lines"][:len(shown)]
    strong = look.js("return [...document.querySelectorAll('.strong')].map(e => e.id).sort()")
    assert strong == sorted([cell["id"], *cell["joins"]]), strong
    look.keep("2-cell")
    look.to(10, 880)
    look.one("#ui-search").send_keys("水利")
    assert all("水利" in hit for hit in look.texts("#ui-hits button")) and look.count("#ui-hits button") == look.count(".ring") > 0
    look.keep("3-search")


def kind(look):
    print(f"{KNOWN['kind']}: {PAGE.stat().st_size} bytes, drawn after {look.waited:.2f} s")
    ids = [part["id"] for part in KNOWN["parts"]]
    lost = look.js("return arguments[0].filter(id => !document.querySelector(`#ui-stage g#${id}.part`))", ids)
    assert ids and not lost, lost
    look.keep(KNOWN["kind"])
    # Words stand in the middle of their boxes, whatever the fonts of the layout were: no further off than a sign at the side needs.
    off = look.js("""return [...document.querySelectorAll('#ui-stage g.node')].map(node => {
            const box = !node.querySelector('circle') && node.querySelector('path, polygon, rect')?.getBoundingClientRect(), words = node.querySelector('text')?.getBoundingClientRect();
            return box && words && box.height > words.height && box.width > words.width ? [node.id, (words.left + words.right - box.left - box.right) / 2 / box.width] : [node.id, 0];
        }).filter(([, off]) => Math.abs(off) > 0.1)""")
    assert not off, off


def failure(look):
    assert KNOWN["words"] in look.one("#ui-state").text, look.one("#ui-state").text
    assert not look.one("#ui-bar").is_displayed()
    look.keep("1-told")


def no_script(look):
    told = [notice.text for notice in look.driver.find_elements(By.CSS_SELECTOR, ".ui-notice") if notice.is_displayed()]
    assert told == [KNOWN["words"]], told
    assert not look.one("#ui-bar").is_displayed()


with tempfile.TemporaryDirectory() as folder:
    driver = browser(folder)
    try:
        look = Look(driver)
        looks = {"diagram": diagram, "hostile": hostile, "active": hostile, "kind": kind, "heat-map": heat_map, "failure": failure,
                 "no-script": no_script}
        looks[LOOK](look)
        look.quiet()
    finally:
        driver.quit()
