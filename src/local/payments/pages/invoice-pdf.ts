import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from "pdf-lib";
import type { Context } from "../context";
import { moneyOf } from "../engine/lines";
import type { Answer } from "../exchange";
import { linesOf } from "../objects/invoice-shape";
import type { Invoice } from "../tables";
import { dayWords } from "./words";

const PAPER: [number, number] = [595, 842];
const MARGIN = 56;
const FOOT = 90;
const ROW = 18;

type Sheet = { document: PDFDocument; page: PDFPage; y: number; plain: PDFFont; bold: PDFFont };

/** An invoice as a PDF: on as many pages as its lines need. */
export async function invoicePdf(context: Context, invoice: Invoice): Promise<Answer> {
  const document = await PDFDocument.create();
  document.setTitle(`Invoice ${invoice.number ?? ""}`);
  document.setProducer(context.settings.shop);
  const sheet: Sheet = {
    document,
    page: document.addPage(PAPER),
    y: PAPER[1] - MARGIN,
    plain: await document.embedFont(StandardFonts.Helvetica),
    bold: await document.embedFont(StandardFonts.HelveticaBold),
  };
  head(sheet, context, invoice);
  for (const { description, amount } of linesOf(context, invoice.id))
    row(sheet, description ?? "", moneyOf(amount, invoice.currency));
  sums(sheet, invoice);
  const body = await document.save();
  const name = `Invoice-${invoice.number ?? invoice.id}.pdf`;
  return {
    status: 200,
    headers: {
      "content-type": "application/pdf",
      "content-disposition": `attachment; filename="${name}"`,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
    body,
  };
}

function head(sheet: Sheet, { settings, store }: Context, invoice: Invoice): void {
  write(sheet, "Invoice", { size: 22, bold: true });
  sheet.y -= 8;
  write(sheet, `Number ${invoice.number ?? ""}`);
  write(sheet, `Date ${dayWords(invoice.effective_at ?? invoice.created)}`);
  write(sheet, invoice.status === "paid" ? "Paid" : "Open");
  sheet.y -= 12;
  write(sheet, "From", { bold: true });
  write(sheet, settings.shop);
  sheet.y -= 8;
  write(sheet, "To", { bold: true });
  const { line1, line2, postal_code, city, state, country } = invoice.customer_address ?? {};
  const place = [[postal_code, city].filter(Boolean).join(" "), state].filter(Boolean).join(", ");
  const taxIds = store
    .where("taxIds", ({ customer }) => customer === invoice.customer)
    .map(({ value }) => `Tax ID ${value}`);
  for (const words of [invoice.customer_name, invoice.customer_email, line1, line2, place, country, ...taxIds])
    if (words) write(sheet, words);
  sheet.y -= 16;
}

function sums(sheet: Sheet, invoice: Invoice): void {
  const money = (minor: number) => moneyOf(minor, invoice.currency);
  sheet.y -= 8;
  row(sheet, "Subtotal", money(invoice.subtotal));
  if (invoice.total !== invoice.subtotal) row(sheet, "Discount", money(invoice.total - invoice.subtotal));
  row(sheet, "Total", money(invoice.total));
  if (invoice.total !== invoice.amount_due) row(sheet, "Credit", money(invoice.amount_due - invoice.total));
  row(sheet, "Amount due", money(invoice.amount_due), true);
  row(sheet, "Amount paid", money(invoice.amount_paid));
  sheet.y -= 16;
  write(sheet, "A test invoice of the local payments server: no money moved.");
}

function row(sheet: Sheet, label: string, amount: string, bold = false): void {
  const font = bold ? sheet.bold : sheet.plain;
  const right = PAPER[0] - MARGIN;
  for (const [index, part] of wrapped(sheet.plain, label, right - MARGIN - 130).entries()) {
    room(sheet);
    sheet.page.drawText(part, { x: MARGIN, y: sheet.y, size: 10, font });
    const text = printable(amount);
    if (index === 0)
      sheet.page.drawText(text, { x: right - font.widthOfTextAtSize(text, 10), y: sheet.y, size: 10, font });
    sheet.y -= ROW;
  }
}

function write(sheet: Sheet, words: string, { size = 10, bold = false } = {}): void {
  const font = bold ? sheet.bold : sheet.plain;
  for (const part of wrapped(font, words, PAPER[0] - 2 * MARGIN)) {
    room(sheet);
    sheet.page.drawText(part, { x: MARGIN, y: sheet.y, size, font, color: rgb(0.1, 0.1, 0.12) });
    sheet.y -= Math.max(ROW - 3, size);
  }
}

/** Goes on to another page where this one is full. */
function room(sheet: Sheet): void {
  if (sheet.y > FOOT) return;
  sheet.page = sheet.document.addPage(PAPER);
  sheet.y = PAPER[1] - MARGIN;
}

function wrapped(font: PDFFont, words: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of printable(words).split(" ")) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && font.widthOfTextAtSize(longer, 10) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** The built-in fonts have the letters of western Europe only. */
function printable(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll("−", "-")
    .replaceAll(/[^\x20-\x7e€£¥×·–—]/gu, "?");
}
