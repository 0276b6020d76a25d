/** Speed over the last seconds, from readings of a counter that only grows on the whole. */
const WINDOW = 5_000;

export interface Rate {
  /** Bytes a second, given all bytes so far and the time in milliseconds. */
  read(total: number, now: number): number;
  reset(): void;
}

export function createRate(): Rate {
  let readings: { total: number; at: number }[] = [];
  return {
    read(total, now) {
      readings.push({ total, at: now });
      while (readings.length > 2 && now - (readings[1]?.at ?? now) > WINDOW) readings.shift();
      const first = readings[0] ?? { total, at: now };
      return now > first.at ? Math.max(0, ((total - first.total) / (now - first.at)) * 1000) : 0;
    },
    reset() {
      readings = [];
    },
  };
}
