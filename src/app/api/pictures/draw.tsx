import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ImageResponse } from "next/og";
import { drawable } from "@/server/picture-text";
import { type Picture, pictureSize, plainPicture } from "@/server/pictures";

const font = (weight: string) =>
  readFile(join(process.cwd(), "node_modules/geist/dist/fonts/geist-sans", `Geist-${weight}.ttf`));

// The library knows no variables of style sheets: these are the tokens of the light theme.
const colors = { ground: "#ffffff", text: "#1a1c20", muted: "#52555b", accent: "#225bcd" };

/** Draws a picture of 1200 × 630 with fonts of this installation. */
export async function draw({ title, line }: Picture): Promise<ArrayBuffer> {
  const [regular, semiBold] = await Promise.all([font("Regular"), font("SemiBold")]);
  const image = new ImageResponse(
    <div
      style={{
        ...{ display: "flex", flexDirection: "column", justifyContent: "space-between", width: "100%" },
        ...{ height: "100%", padding: 80, background: colors.ground, color: colors.text, fontFamily: "Geist" },
        borderBottom: `16px solid ${colors.accent}`,
      }}
    >
      <div style={{ display: "flex", alignItems: "center", gap: 20, fontSize: 36, fontWeight: 600 }}>
        <svg aria-hidden="true" width={48} height={48} viewBox="0 0 16 16" fill={colors.accent}>
          <path d="M4 0h8a4 4 0 0 1 4 4v.1h-3.4C8.2 4.1 8.1 9.6 3.8 9.6H0V4a4 4 0 0 1 4-4Z" />
          <path d="M16 6.4V12a4 4 0 0 1-4 4H4a4 4 0 0 1-4-4v-.1h3.8c6 0 5.9-5.5 8.8-5.5H16Z" />
        </svg>
        Throughline
      </div>
      <div style={{ display: "flex", flexDirection: "column", gap: 24 }}>
        <div style={{ fontSize: 76, fontWeight: 600, lineHeight: 1.1, letterSpacing: -2 }}>
          {drawable(title) ?? plainPicture.title}
        </div>
        <div style={{ fontSize: 36, color: colors.muted }}>{drawable(line) ?? plainPicture.line}</div>
      </div>
    </div>,
    {
      ...pictureSize,
      fonts: [
        { name: "Geist", data: regular, weight: 400 },
        { name: "Geist", data: semiBold, weight: 600 },
      ],
    },
  );
  return await image.arrayBuffer();
}
