package javax.annotation;

/** What generated classes are marked with; the library that has it is not asked for. */
public @interface Generated {
    String[] value();

    String comments() default "";
}
