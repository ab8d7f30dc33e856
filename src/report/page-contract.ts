/** The id of the element that holds the record on the page, as JSON: where the page's program finds it. */
export const RECORD_ELEMENT = 'heddle-run';
