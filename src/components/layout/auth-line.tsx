/** The nodes of the picture, with example figures. */
const nodes = [
  { x: 96, y: 660.5, name: "First call", note: "Feb 14", filled: false },
  { x: 290, y: 540.5, name: "Proposal", note: "Mar 3", filled: false },
  { x: 445, y: 420.5, name: "Won", note: "$26,768", filled: true },
  { x: 595, y: 300.5, name: "Hand-off", note: "Budget 180h", filled: false },
  { x: 730, y: 180.5, name: "Delivered", note: "Margin 34%", filled: true },
] as const;

const place = "absolute top-1/2 left-1/2 h-[900px] w-[780px] -translate-x-1/2 -translate-y-1/2";

/** The picture beside sign-in: one line from the first call to the margin. */
export function AuthLine() {
  return (
    <div aria-hidden>
      <svg aria-hidden="true" className={`${place} overflow-visible`} viewBox="0 0 780 900" fill="none">
        <path
          stroke="var(--border)"
          d="M-300 180.5h1400M-300 300.5h1400M-300 420.5h1400M-300 540.5h1400M-300 660.5h1400"
        />
        <path
          stroke="var(--accent)"
          strokeWidth="2.5"
          d="M-300 660.5H120C220 660.5 180 540.5 280 540.5H300C400 540.5 340 420.5 440 420.5H450C550 420.5 490 300.5 590 300.5H600C690 300.5 640 180.5 730 180.5H1200"
        />
        {nodes.map((node) => (
          <circle
            key={node.name}
            cx={node.x}
            cy={node.y}
            r="5.5"
            fill={node.filled ? "var(--accent)" : "var(--surface-sunken)"}
            stroke="var(--accent)"
            strokeWidth="2.5"
          />
        ))}
      </svg>
      <div className={place}>
        {nodes.map((node) => (
          <span
            key={node.name}
            className="absolute flex -translate-x-full flex-col whitespace-nowrap text-right leading-[18px]"
            style={{ left: node.x + 5, top: node.y - 52.5 }}
          >
            <span className="font-semibold">{node.name}</span>
            <span className="text-muted text-sm leading-[18px]">{node.note}</span>
          </span>
        ))}
      </div>
    </div>
  );
}
