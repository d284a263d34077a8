// The pages are files: all that is drawn is drawn in the browser, from the API.
export const ssr = false;
export const prerender = false;
