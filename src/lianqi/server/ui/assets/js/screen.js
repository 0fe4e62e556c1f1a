import htmx from "htmx.org";
import { asking } from "./asking.js";
import { copying } from "./copying.js";
import { details } from "./details.js";
import { dialogs } from "./dialogs.js";
import { drops } from "./drops.js";
import { forms } from "./forms.js";
import { keys } from "./keys.js";
import { polling } from "./polling.js";
import { saving } from "./saving.js";

// The content security policy allows neither eval nor inline styles: whatever htmx would need them for is off.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0; // pages hold names: none are left in the browser's storage
// A refusal is a page too: it is shown where the answer would have been.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[2345]..", swap: true },
];

asking();
copying();
details();
dialogs();
drops();
forms();
keys();
polling();
saving();
