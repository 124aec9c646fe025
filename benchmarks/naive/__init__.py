"""The list of acts as one would first write it with the REST framework: model instances, serializers, offset pages.

It reads the product's own tables and says the same fields of the same rows. Kept to be measured against, and no more.
"""
