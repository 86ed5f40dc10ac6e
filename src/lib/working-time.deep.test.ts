// In full: see `isFull` in `rounds.ts`.
import "./working-time.test";
