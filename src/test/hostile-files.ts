import { deflateSync } from "node:zlib";
import sharp from "sharp";

/** A file that somebody uploads to harm its readers, or the server. */
export interface HostileFile {
  name: string;
  bytes: Buffer;
}

const script = "<script>alert(document.domain)</script>";
const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${script}</svg>`;

/** Texts that a browser would run under some type. */
const actives: Readonly<Record<string, string>> = {
  html: `<!doctype html><html><body>${script}</body></html>`,
  upper: `<HTML><BODY ONLOAD="alert(1)"></BODY></HTML>`,
  spaced: `\n\n\t   ${script}`,
  fragment: `Hello <img src=x onerror=alert(1)>`,
  svg,
  declared: `<?xml version="1.0"?>${svg}`,
  xhtml: `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>${script}</body></html>`,
  xslt: `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#a"?><a id="a"/>`,
  commented: `<!-- a -->${script}`,
  manifest: "CACHE MANIFEST\n/\nFALLBACK:\n/ /evil",
  script: "alert(document.domain)",
  worker: "self.addEventListener('fetch', () => {})",
};
/** Names that say another type, or several. */
const names = ["a.html", "a.svg", "a.png", "a.txt", "a.pdf", "a.mp4", "picture.jpg.html"];

/** A PNG header that announces so many pixels, with as few bytes as possible. */
function pngOf(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const rows = deflateSync(Buffer.alloc(1_000_000));
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}

function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

const pdf = `%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >> endobj
2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj
trailer << /Root 1 0 R >>
%%EOF`;

/** Files whose beginning is of one type, and the rest of another. */
async function polyglots(): Promise<HostileFile[]> {
  const drawn = sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } });
  const [png, jpeg, gif] = [await drawn.png().toBuffer(), await drawn.jpeg().toBuffer(), await drawn.gif().toBuffer()];
  const html = Buffer.from(actives.html ?? "");
  return [
    { name: "png.html", bytes: Buffer.concat([png, html]) },
    { name: "jpeg.svg", bytes: Buffer.concat([jpeg, Buffer.from(svg)]) },
    { name: "gif.js", bytes: Buffer.concat([gif, Buffer.from("*/=1;alert(1)")]) },
    { name: "pdf.html", bytes: Buffer.concat([Buffer.from(pdf), html]) },
    { name: "script.pdf", bytes: Buffer.from(pdf) },
    { name: "zip.html", bytes: Buffer.concat([Buffer.from("PK\u0003\u0004", "latin1"), html]) },
    { name: "bom.txt", bytes: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), html]) },
    { name: "wide.txt", bytes: Buffer.from(`\ufeff${actives.html}`, "utf16le") },
    { name: "seven.txt", bytes: Buffer.from("+ADw-script+AD4-alert(1)+ADw-/script+AD4-") },
    { name: "nul.txt", bytes: Buffer.concat([Buffer.from([0]), html]) },
    { name: "broken.png", bytes: png.subarray(0, 40) },
    { name: "huge.png", bytes: pngOf(60_000, 60_000) },
    { name: "long.png", bytes: pngOf(2_000_000, 30) },
    { name: "nothing.jpg", bytes: Buffer.from([0xff, 0xd8, 0xff, 0xe0]) },
    { name: "mp4.html", bytes: Buffer.concat([Buffer.from("\u0000\u0000\u0000\u0018ftypmp42", "latin1"), html]) },
    { name: "wasm.wasm", bytes: Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) },
    { name: "a\u202egpj.exe", bytes: Buffer.from("MZ\u0090") },
  ];
}

/** More than sixty of them. */
export async function hostileFiles(): Promise<HostileFile[]> {
  const texts = Object.entries(actives).flatMap(([kind, text]) =>
    names.map((name) => ({ name: `${kind} ${name}`, bytes: Buffer.from(text) })),
  );
  return [...texts, ...(await polyglots())];
}
