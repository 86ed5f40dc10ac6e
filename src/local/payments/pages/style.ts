/** The style of the hosted pages: the colours, sizes and pieces of the product's drawings. */
export const STYLE = `@font-face { font-family: Geist; src: url(/pages/sans.woff2) format("woff2"); font-weight: 100 900; font-display: swap; }
@font-face { font-family: "Geist Mono"; src: url(/pages/mono.woff2) format("woff2"); font-weight: 100 900; font-display: swap; }
:root { color-scheme: light dark;
  --surface: oklch(1 0 0); --raised: oklch(1 0 0); --sunken: oklch(0.975 0.0025 95); --press: oklch(0.944 0.004 95);
  --border: oklch(0.915 0.004 95); --soft: oklch(0.945 0.003 95); --strong: oklch(0.638 0.008 265);
  --text: oklch(0.225 0.008 265); --muted: oklch(0.45 0.01 265); --faint: oklch(0.527 0.01 265);
  --focus: oklch(0.585 0.19 262); --danger: oklch(0.515 0.19 27); --danger-bg: oklch(0.968 0.013 20);
  --positive: oklch(0.48 0.115 152); --positive-bg: oklch(0.962 0.028 152);
  --warning: oklch(0.505 0.112 66); --warning-bg: oklch(0.972 0.024 85); --warning-line: oklch(0.72 0.14 75);
  --scrim: oklch(0.2 0.01 265 / 0.28); --shadow: 0 1px 1px oklch(0.2 0.01 265 / 0.05);
  --lift: 0 0 0 1px oklch(0.2 0.01 265 / 0.08), 0 4px 10px -2px oklch(0.2 0.01 265 / 0.09), 0 24px 56px -12px oklch(0.2 0.01 265 / 0.26); }
@media (prefers-color-scheme: dark) { :root {
  --surface: oklch(0.187 0.004 265); --raised: oklch(0.222 0.005 265); --sunken: oklch(0.158 0.004 265); --press: oklch(0.262 0.006 265);
  --border: oklch(0.282 0.006 265); --soft: oklch(0.243 0.005 265); --strong: oklch(0.545 0.01 265);
  --text: oklch(0.935 0.003 265); --muted: oklch(0.735 0.008 265); --faint: oklch(0.638 0.009 265);
  --focus: oklch(0.68 0.16 262); --danger: oklch(0.745 0.135 24); --danger-bg: oklch(0.255 0.04 22);
  --positive: oklch(0.77 0.13 155); --positive-bg: oklch(0.262 0.036 155);
  --warning: oklch(0.81 0.125 80); --warning-bg: oklch(0.262 0.034 75); --warning-line: oklch(0.7 0.13 75);
  --scrim: oklch(0.1 0.005 265 / 0.55); --shadow: 0 1px 1px oklch(0 0 0 / 0.3);
  --lift: 0 0 0 1px oklch(1 0 0 / 0.11), 0 4px 10px -2px oklch(0 0 0 / 0.45), 0 28px 64px -12px oklch(0 0 0 / 0.7); } }
*, *::before, *::after { box-sizing: border-box; }
* { margin: 0; }
body { font: 400 13px/20px Geist, ui-sans-serif, system-ui, sans-serif; letter-spacing: -0.003em; color: var(--text); background: var(--surface); font-variant-numeric: tabular-nums; min-height: 100vh; display: flex; flex-direction: column; }
button, input, select { font: inherit; letter-spacing: inherit; color: inherit; }
h1, h2, h3 { font: inherit; font-weight: 600; } b { font-weight: 500; } ul { list-style: none; padding: 0; } a { color: inherit; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; }
svg.i { flex: none; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
.muted { color: var(--muted); } .faint { color: var(--faint); } .small { font-size: 12px; line-height: 16px; } .mono { font-family: "Geist Mono", ui-monospace, monospace; font-size: 12px; letter-spacing: -0.02em; }
.row { display: flex; align-items: center; gap: 8px; min-width: 0; } .grow { flex: 1; min-width: 0; } .end { margin-left: auto; white-space: nowrap; } .wrap { overflow-wrap: anywhere; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); border: 0; padding: 0; }
.phone { display: none !important; }
.banner { display: flex; align-items: center; gap: 8px; min-height: 36px; padding: 6px 20px; background: var(--warning-bg); box-shadow: inset 0 -1px 0 color-mix(in oklab, var(--warning-line) 40%, var(--border)); }
.banner svg { color: var(--warning); }
.btn { display: inline-flex; align-items: center; justify-content: center; gap: 6px; height: 28px; padding: 0 10px; border-radius: 6px; font-weight: 500; white-space: nowrap; border: 1px solid var(--border); background: var(--surface); box-shadow: var(--shadow); cursor: pointer; text-decoration: none; }
.btn.lg { height: 36px; padding: 0 14px; } .btn.pri { background: var(--text); color: var(--surface); border-color: transparent; } .btn.danger { color: var(--danger); } .btn[aria-busy] { opacity: .6; cursor: progress; }
.link { background: none; border: 0; padding: 0; cursor: pointer; text-decoration: underline; text-underline-offset: 3px; color: inherit; }
.field { display: flex; flex-direction: column; gap: 5px; border: 0; padding: 0; min-width: 0; } .field + .field, .field + .pair, .pair + .field { margin-top: 16px; } .field > label, legend { font-weight: 500; line-height: 18px; padding: 0; } label .muted { font-weight: 400; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; align-items: start; } .pair .field + .field { margin-top: 0; }
.inp { height: 36px; border: 1px solid var(--strong); border-radius: 6px; padding: 0 10px; background: var(--surface); width: 100%; min-width: 0; } .inp::placeholder { color: var(--faint); opacity: 1; } .inp[aria-invalid] { border-color: var(--danger); box-shadow: 0 0 0 1px var(--danger); }
.error { color: var(--danger); background: var(--danger-bg); border-radius: 6px; padding: 8px 12px; margin-bottom: 16px; } .good { color: var(--positive); background: var(--positive-bg); border-radius: 6px; padding: 8px 12px; margin-bottom: 16px; } .hint { color: var(--danger); font-size: 12px; line-height: 16px; }
.line { display: flex; align-items: baseline; gap: 16px; min-height: 28px; padding: 4px 0; } .line > :first-child { min-width: 0; overflow-wrap: anywhere; } .line > :last-child { margin-left: auto; white-space: nowrap; } .line .sub { margin-left: 8px; } .line.total { box-shadow: inset 0 1px 0 var(--border); font-weight: 600; margin-top: 4px; padding-top: 8px; min-height: 36px; }
.rule { height: 1px; background: var(--border); margin: 8px 0; border: 0; }
.checkout { flex: 1; display: grid; grid-template-columns: 1fr 1fr; }
.summary { background: var(--sunken); box-shadow: inset -1px 0 0 var(--border); display: flex; justify-content: flex-end; } .summary > div { width: 400px; margin: 0 80px 40px 40px; padding-top: 72px; min-width: 0; }
.back { display: inline-flex; align-items: center; gap: 6px; color: var(--muted); text-decoration: none; height: 26px; margin-bottom: 24px; } .back:hover { color: var(--text); } .back svg { color: var(--faint); }
.amount { font-size: 24px; line-height: 30px; font-weight: 600; letter-spacing: -0.024em; margin: 4px 0 2px; } .order { margin-top: 28px; }
.pay { display: flex; flex-direction: column; } .pay > form { width: 440px; margin: 0 40px 40px 80px; padding-top: 72px; flex: 1; display: flex; flex-direction: column; } .pay h1 { font-size: 20px; line-height: 26px; letter-spacing: -0.02em; margin-bottom: 24px; }
.cards { box-shadow: inset 0 1px 0 var(--border), inset 0 -1px 0 var(--border); margin-top: 5px; } .card { display: flex; align-items: center; gap: 12px; min-height: 52px; padding: 6px 12px 6px 4px; box-shadow: inset 0 -1px 0 var(--soft); cursor: pointer; } .card:last-child { box-shadow: none; } .card b, .card small { display: block; line-height: 18px; } .card small { font-size: 12px; line-height: 16px; color: var(--muted); } .card .mono { color: var(--muted); } .card:has(:checked) .mono { color: var(--text); }
.card input { appearance: none; width: 14px; height: 14px; border-radius: 50%; border: 1px solid var(--strong); flex: none; margin: 0; } .card input:checked { border: 4px solid var(--text); }
.bar { margin-top: 24px; } .bar .btn { width: 100%; } .after { margin-top: 12px; } .own { margin-top: auto; padding-top: 24px; display: flex; gap: 12px; justify-content: space-between; }
.own .mono { overflow: hidden; text-overflow: ellipsis; }
.scrim { position: fixed; inset: 0; background: var(--scrim); display: grid; place-items: center; z-index: 60; } .dialog { width: 440px; max-width: 100%; background: var(--raised); border-radius: 10px; box-shadow: var(--lift); overflow: hidden; } .dialog h2 { padding: 16px 20px 0; font-size: 15px; letter-spacing: -0.012em; } .dialog .in { padding: 6px 20px 18px; } .facts { margin-top: 12px; } .dialog footer { display: flex; justify-content: flex-end; gap: 8px; padding: 12px 20px; background: var(--sunken); box-shadow: inset 0 1px 0 var(--border); }
progress { appearance: none; display: block; width: 100%; height: 4px; margin: 12px 0 6px; border: 0; border-radius: 2px; overflow: hidden; background: var(--press); } progress::-webkit-progress-bar { background: var(--press); } progress::-webkit-progress-value { background: var(--text); } progress::-moz-progress-bar { background: var(--text); }
.one { width: 560px; max-width: 100%; margin: 0 auto; padding: 72px 20px; display: grid; gap: 12px; } .one h1 { font-size: 20px; line-height: 26px; }
.portal { width: 720px; max-width: 100%; margin: 0 auto; padding: 40px 20px 72px; } .portal > h1 { font-size: 20px; line-height: 26px; letter-spacing: -0.02em; } .portal section { margin-top: 32px; } .portal .said { margin-top: 20px; } .said > * { margin: 0; } .portal section > form, .terms { margin-top: 12px; } .portal h2 { font-size: 15px; padding-bottom: 8px; box-shadow: inset 0 -1px 0 var(--border); margin-bottom: 12px; }
.portal form .bar { margin-top: 16px; } .portal form .bar .btn { width: auto; } .acts { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 12px; }
table { width: 100%; border-collapse: collapse; } th { text-align: left; font-weight: 400; color: var(--muted); } th, td { padding: 8px 12px 8px 0; box-shadow: inset 0 -1px 0 var(--soft); } .num { text-align: right; white-space: nowrap; } td:last-child, th:last-child { padding-right: 0; }
.badge { display: inline-block; padding: 0 6px; border-radius: 4px; font-size: 11px; font-weight: 500; line-height: 18px; background: var(--press); color: var(--muted); white-space: nowrap; } .badge.paid, .badge.active { background: var(--positive-bg); color: var(--positive); } .badge.open, .badge.past_due { background: var(--danger-bg); color: var(--danger); }
@media (max-width: 640px) {
  body { font-size: 15px; line-height: 22px; } .desk { display: none !important; } .phone { display: flex !important; }
  .banner { padding: 6px 16px; } .checkout { display: block; } .summary { display: block; box-shadow: inset 0 -1px 0 var(--border); } .summary > div { width: auto; margin: 0; padding: 12px 16px 0; } .back { margin-bottom: 12px; min-height: 24px; } .amount { margin: 2px 0; }
  details.phone { display: block !important; margin-top: 8px; box-shadow: inset 0 1px 0 var(--border); } summary { display: flex; align-items: center; min-height: 44px; cursor: pointer; list-style: none; } summary::-webkit-details-marker { display: none; } details[open] summary svg { rotate: 180deg; } details .order { margin: 0 0 12px; }
  .pay > form { width: auto; margin: 0; padding: 18px 16px 96px; } .pay h1 { font-size: 17px; line-height: 24px; margin-bottom: 14px; } .inp, .btn, .btn.lg { height: 44px; } .inp { font-size: 16px; } .card { min-height: 60px; padding: 8px 0; } .small, .card small, .hint { font-size: 13px; line-height: 18px; }
  .pay .bar { position: fixed; inset: auto 0 0 0; margin: 0; padding: 10px 16px; background: var(--surface); box-shadow: inset 0 1px 0 var(--border); z-index: 10; } .after { display: none; }
  .scrim { place-items: end stretch; } .dialog { width: 100%; border-radius: 10px 10px 0 0; } .dialog h2 { font-size: 17px; line-height: 24px; padding: 16px 16px 0; } .dialog .in { padding: 6px 16px 16px; } .dialog footer { padding: 12px 16px 16px; } .dialog footer .btn { flex: 1; }
  .pair { grid-template-columns: 1fr; gap: 16px; } .portal { padding: 24px 16px 48px; }
}
`;
