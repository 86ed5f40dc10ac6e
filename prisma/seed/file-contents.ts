import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import sharp from "sharp";
import { writeWorkbook } from "@/lib/xlsx/write-workbook";

/** The content of a file of the demo. */
export interface FileContent {
  bytes: Uint8Array;
  contentType: string;
  sha256: string;
  /** Of a picture. */
  picture: { width: number; height: number; thumbnail: Uint8Array } | null;
}

const content = (bytes: Uint8Array, contentType: string, picture: FileContent["picture"] = null): FileContent => ({
  ...{ bytes, contentType, picture },
  sha256: createHash("sha256").update(bytes).digest("hex"),
});

const hues = [212, 24, 152, 268, 340, 44, 190, 4];
const hueOf = (index: number) => hues[index % hues.length] ?? 0;

/** A building below a sky, drawn: a photo of a site. */
const siteSvg = (index: number) => {
  const floors = 4 + (index % 5);
  const windows = Array.from({ length: floors * 5 }, (_, place) => {
    const [x, y] = [330 + (place % 5) * 70, 640 - Math.floor(place / 5) * 90];
    return `<rect x="${x}" y="${y}" width="42" height="52" fill="hsl(${hueOf(index)} 60% ${70 + (place % 4) * 6}%)"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="750">
    <defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="hsl(${hueOf(index)} 70% 80%)"/><stop offset="1" stop-color="#fff"/></linearGradient></defs>
    <rect width="1000" height="750" fill="url(#sky)"/><circle cx="${160 + index * 37}" cy="120" r="60" fill="#ffe9a8"/>
    <rect x="300" y="${650 - floors * 90}" width="400" height="${floors * 90 + 60}" fill="hsl(${hueOf(index)} 25% 42%)"/>
    ${windows.join("")}<rect y="700" width="1000" height="50" fill="hsl(100 22% 46%)"/></svg>`;
};

/** A photo of a site. */
export async function sitePhoto(index: number): Promise<FileContent> {
  const drawn = sharp(Buffer.from(siteSvg(index)));
  const bytes = await drawn.jpeg({ quality: 70 }).toBuffer();
  const thumbnail = await drawn.clone().resize(480).webp({ quality: 70 }).toBuffer();
  return content(bytes, "image/jpeg", { width: 1000, height: 750, thumbnail });
}

const shapes = [
  '<circle cx="128" cy="128" r="72"/>',
  '<path d="M128 48 208 192H48Z"/>',
  '<rect x="64" y="64" width="128" height="128" rx="28"/>',
  '<path d="M48 128a80 80 0 0 1 160 0Z"/><path d="M72 208a56 56 0 0 1 112 0Z"/>',
  '<path d="M56 56h64v64H56zM136 136h64v64h-64zM136 56h64v64h-64z"/>',
];

/** The logo of an account. */
export const logo = (index: number): Promise<FileContent> =>
  square(`<rect width="256" height="256" fill="hsl(${hueOf(index)} 55% ${28 + (index % 3) * 8}%)"/>
    <g fill="#fff">${shapes[index % shapes.length]}</g>`);

/** The picture of a member: head and shoulders, drawn. */
export const portrait = (index: number): Promise<FileContent> =>
  square(`<rect width="256" height="256" fill="hsl(${hueOf(index)} 60% 82%)"/>
    <circle cx="128" cy="104" r="50" fill="hsl(${20 + index * 3} 45% ${62 - (index % 3) * 12}%)"/>
    <path d="M78 100a50 54 0 0 1 100 0l-14-22H92Z" fill="hsl(${24 + index * 9} 40% 24%)"/>
    <path d="M36 256a92 92 0 0 1 184 0Z" fill="hsl(${hueOf(index + 3)} 45% 40%)"/>`);

async function square(inner: string): Promise<FileContent> {
  const drawn = sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256">${inner}</svg>`));
  const bytes = await drawn.png().toBuffer();
  const thumbnail = await drawn.clone().webp({ quality: 80 }).toBuffer();
  return content(bytes, "image/png", { width: 256, height: 256, thumbnail });
}

/** A PDF file of one page. */
export function pdf(title: string, lines: readonly string[]): FileContent {
  const shown = (text: string) => text.replace(/[^\x20-\x7e]/g, "-").replace(/[()\\]/g, "\\$&");
  const text = lines.map((line) => `0 -20 Td (${shown(line)}) Tj`).join("\n");
  const page = `BT /F1 20 Tf 64 770 Td (${shown(title)}) Tj /F1 11 Tf 0 -20 Td\n${text}\nET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    `<< /Length ${page.length} >>\nstream\n${page}\nendstream`,
  ];
  let body = "%PDF-1.4\n";
  const places = objects.map((object, index) => {
    const at = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const count = objects.length + 1;
  const end = `xref\n0 ${count}\n0000000000 65535 f \n${places.join("")}trailer << /Size ${count} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return content(Buffer.from(body + end, "latin1"), "application/pdf");
}

/** A plain text, also of a table with commas. */
export const plainText = (lines: readonly string[]): FileContent =>
  content(Buffer.from(`${lines.join("\n")}\n`), "text/plain");

/** A workbook with one sheet. */
export async function workbook(rows: readonly (readonly [string, number, number])[]): Promise<FileContent> {
  const columns = [{ header: "Item" }, { header: "Quantity" }, { header: "Price" }];
  const sheets = [{ name: "Offer", rows: rows.map((row) => [...row]) }];
  const stream = await writeWorkbook({ columns, sheets, cover: { name: "About", rows: [["Currency", "USD"]] } });
  return content(await buffer(stream), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
}
