import { docVersion, type RichDoc, type RichNode } from "@/lib/rich-text/rich-text";
import { textOfDoc } from "@/lib/rich-text/text";
import type { Ctx } from "@/server/context";
import { Prisma } from "@/server/db/generated/client";
import { tenantSql } from "@/server/db/tenant-db";

const words = (text: string, ...marks: string[]): RichNode => ({
  type: "text",
  text,
  ...(marks.length > 0 ? { marks: marks.map((type) => ({ type })) } : {}),
});
const bold = (text: string) => words(text, "bold");
const link = (text: string, href: string): RichNode => ({
  type: "text",
  text,
  marks: [{ type: "link", attrs: { href } }],
});
type Piece = string | RichNode;
const pieces = (given: readonly Piece[]) => given.map((one) => (typeof one === "string" ? words(one) : one));
const p = (...content: Piece[]): RichNode => ({ type: "paragraph", content: pieces(content) });
const h = (text: string): RichNode => ({ type: "heading", attrs: { level: 2 }, content: [words(text)] });
const item = (content: Piece): RichNode => ({ type: "listItem", content: [p(content)] });
const bullets = (...items: Piece[]): RichNode => ({ type: "bulletList", content: items.map(item) });
const steps = (...items: Piece[]): RichNode => ({
  type: "orderedList",
  attrs: { start: 1, type: null },
  content: items.map(item),
});
/** Tasks; those that begin with "x " are done. */
const tasks = (...items: string[]): RichNode => ({
  type: "taskList",
  content: items.map((one) => ({
    type: "taskItem",
    attrs: { checked: one.startsWith("x ") },
    content: [p(one.replace(/^x /, ""))],
  })),
});
const quote = (text: string): RichNode => ({ type: "blockquote", content: [p(text)] });
const cellAttributes = { colspan: 1, rowspan: 1, colwidth: null, align: null };
const table = ([head = [], ...rows]: readonly (readonly string[])[]): RichNode => {
  const row = (type: string, cells: readonly string[]) => ({
    type: "tableRow",
    content: cells.map((text) => ({ type, attrs: cellAttributes, content: [p(text)] })),
  });
  return { type: "table", content: [row("tableHeader", head), ...rows.map((cells) => row("tableCell", cells))] };
};
const doc = (...content: RichNode[]): RichDoc => ({ type: "doc", attrs: { version: docVersion }, content });

const handbook = "https://handbook.example/delivery";

/** The texts of the demo, by the kind of record. */
export const demoTexts = {
  opportunities: [
    doc(
      h("What they need"),
      p("One place for orders and stock of all sites, ", bold("before the summer season"), "."),
      bullets(
        "Three warehouses, each with its own lists",
        "Orders arrive by e-mail and telephone",
        "No IT staff on site",
      ),
      h("Next steps"),
      tasks("x First call with operations", "Workshop on site", "Offer with two options"),
    ),
    doc(
      p("They compare us with their present supplier. The decision is made by the board in its next meeting."),
      table([
        ["Topic", "Us", "Present supplier"],
        ["Start", "Six weeks", "Three months"],
        ["Support", "Day and night", "Office hours"],
      ]),
      quote("If the pilot works for one site, we take it for all of them."),
    ),
    doc(
      p("Came by a recommendation. Budget is set aside, the scope is ", words("not yet clear", "italic"), "."),
      steps("Agree on the scope", "Check the data that they have", "Send the offer"),
    ),
    doc(
      h("Agreed"),
      bullets("Payment in three parts", "One named contact on each side"),
      p("How we deliver: ", link("delivery handbook", handbook), "."),
    ),
    doc(p("Short project, usual terms. They want a fixed price and no travel.")),
  ],
  products: [
    doc(
      p("A fixed scope at a fixed price."),
      h("Contains"),
      bullets("Kick-off and interviews", "Report with measures", "Closing meeting"),
      p("How it is delivered: ", link("delivery handbook", handbook), "."),
    ),
    doc(
      p("Sold by the month. The notice is ", bold("three months"), "."),
      table([
        ["Level", "Answer within"],
        ["Usual", "One working day"],
        ["Urgent", "Four hours"],
      ]),
    ),
    doc(
      p("On site or online, for up to twelve people."),
      tasks("Room with a screen", "Accounts for all who take part"),
    ),
  ],
  accounts: [
    doc(
      p("Family business in the third generation, ", bold("very loyal"), " once it has decided."),
      bullets("Decisions take a quarter", "Invoices only on paper"),
    ),
    doc(
      h("How we work together"),
      steps("One meeting each quarter", "Open points by e-mail on Fridays", "Yearly review with the management"),
      p("Terms are in the ", link("frame contract", "https://contracts.example/frame"), "."),
    ),
    doc(
      p("Growing fast, with offices in four countries."),
      h("Open points"),
      tasks("x Credit check", "New address for invoices", "Visit the second site"),
    ),
    doc(p("Bought once and was content. Worth a call when the new catalogue is out.")),
  ],
  contacts: [
    doc(
      p("Prefers short calls ", words("before ten", "italic"), ". Knows our product from an earlier job."),
      bullets("Speaks English and French", "Works from home on Fridays"),
    ),
    doc(p("Met at the fair."), tasks("x Send the slides", "Invite to the webinar")),
    doc(p("Signs together with the ", bold("head of finance"), ": send contracts to both.")),
  ],
} as const satisfies Record<string, readonly RichDoc[]>;

/** Gives most records without a text one of these, one statement for each kind. Their versions stay. */
export async function bringTexts({ tenant, db }: Ctx): Promise<void> {
  for (const [table, docs] of Object.entries(demoTexts)) {
    const column = table === "contacts" ? "notes" : "description";
    const [name, text, document] = [table, column, `${column}_doc`].map((one) => Prisma.raw(one));
    await tenantSql(
      tenant.id,
      db,
      Prisma.sql`
        with given as (
          select t.text, t.doc::jsonb as doc, t.place
          from unnest(${docs.map((one) => textOfDoc(one))}::text[], ${docs.map((one) => JSON.stringify(one))}::text[])
            with ordinality as t(text, doc, place)
        ),
        empty as (
          select r.id, row_number() over (order by r.id) % ${docs.length + 1} as place
          from ${name} r where r.tenant_id = ${tenant.id}::uuid and r.${text} is null
        )
        update ${name} t set ${text} = given.text, ${document} = given.doc
        from empty join given on given.place = empty.place
        where t.tenant_id = ${tenant.id}::uuid and t.id = empty.id`,
    );
  }
}
