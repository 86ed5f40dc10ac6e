import { html, type Markup } from "../../markup";
import { type Card, cardOf } from "../cards";
import { joined } from "./frame";

const FALLBACK = "4242424242424242";

/** The cards of the pages, in their order. */
function choices(renewal: string | null): { number: string; title: string; words: string }[] {
  const later = renewal === null ? "Pays today, is refused later" : `Pays today, is refused on ${renewal}`;
  return [
    { number: FALLBACK, title: "Pays", words: "The payment goes through at once" },
    { number: "4000000000000002", title: "Declined", words: "The bank refuses, nothing is bought" },
    { number: "4000002500003155", title: "Needs confirmation", words: "Asks for the 3-D Secure step first" },
    { number: "4000000000000341", title: "Fails at renewal", words: later },
  ];
}

/** The list of test cards to choose from. `renewal` is the day on which the last one is refused. */
export function cardChoice(chosen: string | null, renewal: string | null): Markup {
  const rows = choices(renewal).map(({ number, title, words }) => {
    const checked = number === (chosen ?? FALLBACK) ? html` checked` : html``;
    const spaced = number.replace(/(.{4})(?=.)/g, "$1 ");
    return html`<label class="card"><input type="radio" name="card" value="${number}"${checked}><span class="grow"><b>${title}</b><small>${words}</small></span><span class="mono desk">${spaced}</span><span class="mono phone">${number.slice(-4)}</span></label>`;
  });
  return html`<fieldset class="field"><legend>Test card</legend><div class="cards">${joined(rows)}</div></fieldset>`;
}

/** The card that a form names, if it is one of those on the page. */
export function chosenCard(fields: URLSearchParams): Card | undefined {
  const number = fields.get("card") ?? "";
  return choices(null).some((choice) => choice.number === number) ? cardOf(number) : undefined;
}

type Step = {
  shop: string;
  amount: string | null;
  number: string;
  time: string;
  /** Seconds that are left, where the step ends by itself. */
  left: number | null;
  hidden: Markup;
};

/** The 3-D Secure step of the test bank: the whole dialog, as a form of its own. */
export function confirmDialog({ shop, amount, number, time, left, hidden }: Step): Markup {
  const sum =
    amount === null ? html`` : html`<div class="line"><span class="muted">Amount</span><span>${amount}</span></div>`;
  const clock =
    left === null
      ? html``
      : html`<progress max="300" value="${left}" aria-hidden="true"></progress><p class="small muted"><span data-until="${left}">${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}</span> left, then the payment counts as refused and nothing is bought.</p>`;
  return html`<div class="scrim"><div class="dialog" role="dialog" aria-modal="true" aria-labelledby="step"><form method="post">${hidden}
<h2 id="step">Confirm the payment</h2><div class="in"><p class="muted">The test bank asks whether this is you (3-D Secure). Choose how it answers.</p>
<div class="facts"><div class="line"><span class="muted">Shop</span><span>${shop}</span></div>${sum}<div class="line"><span class="muted">Card</span><span>Ending ${number.slice(-4)}</span></div><div class="line"><span class="muted">Time</span><span>${time}</span></div></div>
${clock}</div><footer><button class="btn" name="action" value="refuse">Refuse</button><button class="btn pri" name="action" value="confirm" autofocus>Confirm payment</button></footer></form></div></div>`;
}
