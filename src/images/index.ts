// heddle/images: pictures as rows. In: the bytes of PNG and JPEG files. Out: pixels, or a table whose pictures all have one size.
// What needs fast-png and jpeg-js is here. To add a format: its header in pictureSize, its decoder in decode.ts.

export { DEFAULT_MOST_PIXELS, decodePicture, type Picture, type PictureSize, pictureSize } from './decode.ts';
export { encodePicture } from './encode.ts';
export { fitPicture } from './fit-picture.ts';
export { type ImagesTableOptions, imagesTable, type PictureFile } from './images-table.ts';
