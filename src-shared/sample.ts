/** The name of the sample cluster of the first steps: what is called so may be offered to be removed. */
export const sampleName = 'flotilla-sample';
