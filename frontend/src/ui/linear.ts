/** From one range to another by a straight line: all that our charts need of a scale (decision 0010). */
export function linear([from, to]: [number, number], [start, end]: [number, number]) {
  const each = (end - start) / (to - from)
  return {
    at: (value: number) => start + (value - from) * each,
    back: (place: number) => from + (place - start) / each,
  }
}
